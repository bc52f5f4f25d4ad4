"""The addresses of fees: what is owed by pair, statements, payments."""

from django.urls import include, path

from menkou.web.fees import doing, income, lists, pages, printing

screens = [
    path("", lists.PairList.as_view(), name="list"),
    path("pairs/<int:giver>/<int:holder>/", pages.pair, name="pair"),
    path("pairs/<int:giver>/<int:holder>/send/", doing.send, name="send"),
    path("statements/", lists.StatementList.as_view(), name="statements"),
    path("statements/<int:pk>/", pages.statement, name="statement"),
    path("statements/<int:pk>/print/", printing.printed, name="print"),
    path("statements/<int:pk>/agree/", doing.agree, name="agree"),
    path("statements/<int:pk>/dispute/", doing.dispute, name="dispute"),
    path("statements/<int:pk>/pay/", doing.pay, name="pay"),
    path("income/", income.income, name="income"),
    path("payments/<int:pk>/", pages.payment, name="payment"),
    path("payments/<int:pk>/back/", doing.take_back, name="back"),
]

urlpatterns = [
    path("", include((screens, "fees"))),
    path("", lists.PairList.as_view(), name="fees"),  # the menu's name of this room
    path("payments/<int:pk>/", pages.payment, name="fee-payment"),
]

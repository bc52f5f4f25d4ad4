"""Addresses of pay. Those of money have a file of their own."""

from django.urls import URLPattern, include, path

from menkou.web.pay import entries, lists, money_urls, objections, period, printing, running, slips

screens: list[URLPattern] = [
    path("", lists.PeriodList.as_view(), name="list"),
    path("open/", lists.open_one, name="open"),
    path("<int:pk>/", period.PeriodPage.as_view(), name="period"),
    path("<int:pk>/close/", running.close, name="close"),
    path("<int:pk>/go-on/", running.go_on, name="go-on"),
    path("<int:pk>/cancel/", running.cancel, name="cancel"),
    path("<int:pk>/tax/", running.tax, name="tax"),
    path("<int:pk>/approve/", running.approve, name="approve"),
    path("<int:pk>/send-back/", running.send_back, name="send-back"),
    path("<int:pk>/again/", running.again, name="again"),
    path("<int:pk>/print/", printing.printed, name="print"),
    path("aside/<int:pk>/resolve/", running.resolve, name="resolve"),
    path("slips/<int:pk>/", slips.record, name="slip"),
    path("slips/<int:pk>/right/", slips.right, name="right"),
    path("slips/<int:pk>/wrong/", slips.wrong, name="wrong"),
    path("slips/<int:pk>/aside/", slips.aside, name="aside"),
    path("items/", entries.ItemList.as_view(), name="items"),
    path("items/enter/", entries.enter_item, name="item-enter"),
    path("items/<int:pk>/", entries.item, name="item"),
    path("items/<int:pk>/approve/", entries.approve_item, name="item-approve"),
    path("items/<int:pk>/refuse/", entries.refuse_item, name="item-refuse"),
    path("deductions/", entries.DeductionList.as_view(), name="deductions"),
    path("deductions/enter/", entries.enter_deduction, name="deduction-enter"),
    path("deductions/<int:pk>/", entries.deduction, name="deduction"),
    path("deductions/<int:pk>/decide/", entries.decide, name="decide"),
    path("objections/", objections.ObjectionList.as_view(), name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/answer/", objections.give_answer, name="answer-objection"),
    path("objections/<int:pk>/sound/", objections.sound, name="sound"),
    *money_urls.screens,
]

urlpatterns = [
    path("", include((screens, "pay"))),
    path("", lists.PeriodList.as_view(), name="pay"),  # the menu's name of this room
]

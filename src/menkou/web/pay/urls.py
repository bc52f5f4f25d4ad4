"""Addresses of pay. Those of money have a file of their own."""

from django.urls import URLPattern, include, path

from menkou.web.pay import lists, money_urls, period, printing, running, slips

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
    *money_urls.screens,
]

urlpatterns = [
    path("", include((screens, "pay"))),
    path("", lists.PeriodList.as_view(), name="pay"),  # the menu's name of this room
]

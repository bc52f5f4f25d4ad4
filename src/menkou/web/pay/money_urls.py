"""Addresses of money: batches, answers, cash, the wage ledger."""

from django.urls import URLPattern, path

from menkou.web.pay import money_returned

screens: list[URLPattern] = [
    path("returned/", money_returned.ReturnedList.as_view(), name="returned"),
]

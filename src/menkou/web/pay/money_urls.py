"""Addresses of money: batches, answers, cash, the wage ledger."""

from django.urls import URLPattern, path

from menkou.web.pay import (
    money_answers,
    money_bank,
    money_cash,
    money_ledger,
    money_posting,
    money_returned,
    money_sheet,
)

screens: list[URLPattern] = [
    path("<int:pk>/bank/", money_bank.batches, name="batches"),
    path("<int:pk>/bank/make/", money_bank.make, name="batch-make"),
    path("bank/<int:pk>/", money_bank.batch, name="batch"),
    path("bank/<int:pk>/file/", money_bank.bank_file, name="bank-file"),
    path("bank/<int:pk>/answer/", money_answers.upload, name="answer-read"),
    path("answers/<int:pk>/", money_answers.answer, name="answer"),
    path("answers/<int:pk>/<int:row>/", money_answers.settle, name="answer-settle"),
    path("<int:pk>/cash/", money_cash.cash, name="cash"),
    path("payments/<int:pk>/cash/", money_cash.pay, name="cash-pay"),
    path("payments/<int:pk>/relative/", money_cash.relative, name="relative"),
    path("payments/<int:pk>/relative/pay/", money_cash.relative_pay, name="relative-pay"),
    path("payments/<int:pk>/return/", money_cash.give_back, name="return"),
    path("payments/<int:pk>/lift/", money_cash.lift, name="lift"),
    path("<int:pk>/sheet/", money_sheet.sheet, name="sheet"),
    path("ledger/", money_ledger.LedgerList.as_view(), name="ledger"),
    path("ledger/numbers/", money_ledger.numbers, name="ledger-numbers"),
    path("<int:pk>/posting/", money_posting.posting, name="posting"),
    path("returned/", money_returned.ReturnedList.as_view(), name="returned"),
]

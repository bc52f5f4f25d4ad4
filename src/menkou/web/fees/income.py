"""What the collective took in (集体收入): fees that community and cooperative keep, rent paid."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from menkou.web.fees.lists import tabs
from menkou.web.parts import export
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.frame import address
from menkou.web.parts.tables import Table, Text, Yuan
from menkou.web.parts.timeline import month_words
from menkou.work.queries.collective import collective


@dataclass(frozen=True, slots=True)
class Row:
    """An organization's part of a month, in 1/10,000 yuan."""

    month: str
    name: str
    fees: int
    rent: int

    @property
    def whole(self) -> int:
        return self.fees + self.rent


class IncomeTable(Table):
    month = Text(_("月份"))
    name = Text(_("单位"))
    fees = Yuan(_("留下的加工费（元）"))
    rent = Yuan(_("收到的租金（元）"))
    whole = Yuan(_("合计（元）"))


@screen("work.see_fees")
def income(request: Request) -> HttpResponse:
    """By month, the newest first, each with the organizations that make it up."""
    months, names = collective(request.scope, request.day)
    if request.GET.get("export") == "xlsx":
        rows = [
            Row(str(one.month), names[party], *sums)
            for one in months for party, sums in sorted(one.by.items())
        ]
        name = _("集体收入 %(day)s") % {"day": request.day}
        return export.as_xlsx(IncomeTable(rows, request=request), name)
    year = [one for one in months if one.month.year == request.day.year]
    return render(request, "fees/income.html", {
        "tabs": tabs(request, "income"), "rents_url": address("places:rents"),
        "year": request.day.year, "fees": sum(one.fees for one in year),
        "rent": sum(one.rent for one in year), "whole": sum(one.whole for one in year),
        "months": [
            (month_words(one.month.year, one.month.month), one, [
                Row("", names[party], *sums) for party, sums in sorted(one.by.items())
            ])
            for one in months
        ],
    })

"""What should be looked at: every red flag within a scope, by rule, as of a day."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib.scope import Scope
from menkou.policy.flags import FLAGS, LEVELS, NOT_SEEN, STOPS, Flag
from menkou.registry.models import Person
from menkou.registry.queries import reach
from menkou.settlement.queries.flags import Raised, raised
from menkou.web.parts import export, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import DayField, OneOfField
from menkou.web.parts.forms import Form
from menkou.web.parts.frame import address
from menkou.web.parts.lists import ANY

TITLE = gettext_lazy("要留意的")
FEW, PER_PAGE = 8, 50
LEVEL_WORDS = {
    "alarm": gettext_lazy("已经发生，马上看"), "block": gettext_lazy("该拦下"),
    "warn": gettext_lazy("请核对"),
}
COLOURS = {"alarm": "clay", "block": "clay", "warn": "wait"}
HOLDERS = {value: gettext_lazy(str(label)) for value, label in Person.Holder.choices}

PAGES = {
    "under_16_ticket": "ticket", "half_day_twice": "tray-fact", "two_heads": "household",
    "no_head": "household", "price_lowered": "ticket", "paid_over_accepted": "order",
    "no_delivery": "workshop", "export_full": "reveals",
}
"""Rule -> the page that its case stands on; that of the person where none is named."""
ON_SLIPS = frozenset({"unpaid_late", "charged_below_floor"})


class FlagForm(Form):
    """Of which community, which rule, how grave, as of which day; empty: all, today."""

    community = OneOfField(label=gettext_lazy("社区"), required=False)
    rule = OneOfField(label=gettext_lazy("哪一条"), required=False)
    level = OneOfField(label=gettext_lazy("轻重"), required=False,
                       choices=[("", ANY), *LEVEL_WORDS.items()])
    day = DayField(label=gettext_lazy("看到哪天"), required=False)

    def __init__(self, data: Any, *, communities: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["community"].choices = [  # type: ignore[attr-defined]
            ("", ANY), *((str(pk), name) for pk, name in communities),
        ]
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", ANY), *((code, said(flag)) for code, flag in FLAGS.items()),
        ]


@dataclass(frozen=True, slots=True)
class Told:
    """A case in words: who or what, when, what of it, and the page that it stands on."""

    who: str
    day: date
    what: str
    url: str


def said(flag: Flag) -> str:
    return flag.zh if words.chinese() else flag.en


@screen("settlement.see_flags")
def flags(request: Request) -> HttpResponse:
    """Every rule with how many cases it has, and the first of them; one rule whole, by `rule`."""
    places = list(
        reach.communities(request.scope).order_by("site__name", "name").values_list("pk", "name")
    )
    form = FlagForm(request.GET, communities=places)
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("day") or request.day
    scope = _narrowed(request.scope, asked.get("community", ""))
    codes = [
        code for code, flag in FLAGS.items()
        if asked.get("rule", "") in ("", code) and asked.get("level", "") in ("", flag.level)
    ]  # fmt: skip
    cases = raised(scope, day, codes)
    wanted = request.GET.get("export")
    if wanted in ("xlsx", "csv"):
        return _file(cases, wanted, f"{TITLE} {day:%Y-%m-%d}")
    groups = [_group(code, list(rows)) for code, rows in groupby(cases, lambda one: one.code)]
    one = asked.get("rule", "")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page")) if one else None
    return render(request, "office/flags.html", {
        "form": form, "day": day, "n": len(cases), "groups": groups, "one": one, "page": page,
        "rows": [_told(case) for case in page] if page is not None else [],
        "levels": [(level, LEVEL_WORDS[level], COLOURS[level],
                    sum(group["n"] for group in groups if group["level"] == level))
                   for level in LEVELS],
        "clean": [said(FLAGS[code]) for code in codes
                  if code not in {group["code"] for group in groups}],
        "stops": [_stop(stop) for stop in STOPS],
        "unseen": [zh if words.chinese() else en for zh, en in NOT_SEEN],
    })  # fmt: skip


def _narrowed(scope: Scope, community: str) -> Scope:
    """The scope, or one of its communities (the form offers no other)."""
    return Scope(communities=frozenset({int(community)})) if community else replace(scope)


def _group(code: str, rows: list[Raised]) -> dict[str, Any]:
    flag = FLAGS[code]
    return {
        "code": code, "words": said(flag), "level": flag.level, "source": flag.source,
        "level_words": LEVEL_WORDS[flag.level], "colour": COLOURS[flag.level], "n": len(rows),
        "rows": [_told(one) for one in rows[:FEW]], "rest": max(len(rows) - FEW, 0),
    }


def _stop(stop: Any) -> tuple[str, str, str]:
    if words.chinese():
        return stop.zh, stop.where_zh, stop.source
    return stop.en, stop.where_en, stop.source


def _told(one: Raised) -> Told:
    page = PAGES.get(one.code)
    if one.code == "export_full":
        url = address("reveals", query=f"?user={one.row}&since={one.day}&until={one.day}")
    elif page is not None:
        url = address(page, one.row)
    elif one.code in ON_SLIPS or FLAGS[one.code].find is None:
        url = address("pay:slip", one.row)
    else:
        url = address("person", one.party)
    return Told(one.name or words.NO_VALUE, one.day, _what(one), url)


WHAT = {
    "under_16_ticket": gettext_lazy("工票 %(row)s，%(born)s生"),
    "under_16_paid": gettext_lazy("%(born)s生"),
    "died_before_work": gettext_lazy("%(since)s去世"),
    "moved_before_work": gettext_lazy("%(since)s搬走"),
    "shared_card": gettext_lazy("%(n)s 个人用这一张"),
    "other_holder": gettext_lazy("卡主是%(holder)s"),
    "two_heads": gettext_lazy("户主 %(n)s 人"),
    "no_head": gettext_lazy("户里 %(m)s 人，没有户主"),
    "price_lowered": gettext_lazy("工票 %(row)s，票上 %(printed)s 元，现在 %(now)s 元"),
    "paid_over_accepted": gettext_lazy("订单 %(text)s，付了 %(n)s 件，收下 %(m)s 件"),
    "no_delivery": gettext_lazy("上次交货：%(since)s"),
    "unpaid_late": gettext_lazy("%(since)s为止的工资"),
    "export_full": gettext_lazy("%(n)s 人的完整号码"),
}
"""What of a case is told beside who and when."""
OF_A_SLIP = gettext_lazy("到 %(day)s 的工资条")


def _what(one: Raised) -> str:
    seen, day = one.seen, words.full_day
    return str(WHAT.get(one.code, OF_A_SLIP)) % {
        "day": day(one.day),
        "n": words.number(seen.n), "m": words.number(seen.m), "row": one.row, "text": one.text,
        "since": day(seen.since) if seen.since else _("没有"),
        "born": day(seen.born_on) if seen.born_on else "",
        "holder": str(HOLDERS.get(one.text, one.text)),
        "printed": words.rate(seen.n), "now": words.rate(seen.m),
    }


HEADS = (
    gettext_lazy("哪一条"), gettext_lazy("轻重"), gettext_lazy("依据"), gettext_lazy("谁、哪里"),
    gettext_lazy("哪天"), gettext_lazy("是什么"),
)


def _file(cases: list[Raised], kind: str, name: str) -> HttpResponse:
    rows = []
    for one in cases:
        flag, told = FLAGS[one.code], _told(one)
        rows.append([said(flag), str(LEVEL_WORDS[flag.level]), flag.source, told.who,
                     f"{told.day:%Y-%m-%d}", told.what])  # fmt: skip
    return (export.xlsx_of if kind == "xlsx" else export.csv_of)(
        [str(head) for head in HEADS], rows, name
    )

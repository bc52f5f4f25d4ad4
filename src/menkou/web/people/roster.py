"""The roster and the ledger of employment as files: numbers masked, or in full for a reason."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from menkou.lib.days import Month
from menkou.policy.groups import TRAITS
from menkou.policy.skills import SKILLS
from menkou.registry.actions.numbers import reveal_many
from menkou.registry.models import Wish
from menkou.registry.queries import people
from menkou.registry.queries import roster as reader
from menkou.registry.queries.person import masked
from menkou.registry.queries.roster import Entry
from menkou.web.parts import export, revealed, words
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.forms import run
from menkou.web.people import words as said
from menkou.web.people.forms import RevealForm
from menkou.web.people.lists import PeopleFilters
from menkou.work.queries.earnings import in_month

Numbers = dict[str, str]

ROSTER = (
    gettext_lazy("序号"), gettext_lazy("户编号"), gettext_lazy("户主姓名"), gettext_lazy("姓名"),
    gettext_lazy("与户主关系"), gettext_lazy("性别"), gettext_lazy("民族"),
    gettext_lazy("出生年月"), gettext_lazy("身份证号码"), gettext_lazy("迁出县乡村"),
    gettext_lazy("安置点"), gettext_lazy("社区"), gettext_lazy("楼栋-单元-房号"),
    gettext_lazy("户类型"), gettext_lazy("是否监测对象"), gettext_lazy("劳动能力"),
    gettext_lazy("健康/残疾"), gettext_lazy("文化程度"), gettext_lazy("技能"),
    gettext_lazy("就业状态"), gettext_lazy("就业意愿"), gettext_lazy("联系电话"),
    gettext_lazy("备注"),
)  # fmt: skip
"""Form 1, 搬迁户（劳动力）花名册, in its order. What nobody registers here stays empty."""

JOBS = (
    gettext_lazy("序号"), gettext_lazy("姓名"), gettext_lazy("身份证"), gettext_lazy("住址"),
    gettext_lazy("电话"), gettext_lazy("就业状态"), gettext_lazy("就业形式"),
    gettext_lazy("单位/地点"), gettext_lazy("岗位"), gettext_lazy("起始"), gettext_lazy("月收入"),
    gettext_lazy("培训"), gettext_lazy("政策享受"), gettext_lazy("更新日期"),
)  # fmt: skip
"""Form 17, 就业（务工）台账; the income is that of the month before."""

TITLES = {
    "roster": gettext_lazy("搬迁户（劳动力）花名册"), "jobs": gettext_lazy("就业（务工）台账"),
}
CAPACITY = ("no_labour", "weak_labour", "half_labour")


def _roster(n: int, one: Entry, numbers: Numbers) -> list[str]:
    site, community, *door = one.home
    person, traits = one.person, one.traits
    return [
        str(n), one.household, one.head, person.party.name,
        str(said.RELATIONS[one.relation]) if one.relation else "", said.sex(person.sex), "",
        f"{person.born_on:%Y-%m}", numbers["id"], one.county, site, community,
        "-".join(part for part in door if part),
        _("建档立卡") if "registered_poor" in traits else "",
        _("是") if "monitored" in traits else _("否"),
        next((_formal(code) for code in CAPACITY if code in traits), ""),
        _formal("disabled") if "disabled" in traits else "", "",
        _listed(_skill(code) for code in one.skills if code in SKILLS), _state(one),
        _wish(one.wish), numbers["phone"], "",
    ]


def _jobs(n: int, one: Entry, numbers: Numbers, day: date, earned: int) -> list[str]:
    _site, community, *door = one.home
    return [
        str(n), one.person.party.name, numbers["id"],
        " ".join(part for part in (community, "-".join(d for d in door if d)) if part),
        numbers["phone"], _state(one),
        _listed(str(said.FORMS[form]) for form, *_rest in one.jobs),
        _listed(dict.fromkeys(shop or payer for _form, payer, shop, _since in one.jobs)), "",
        min((f"{since:%Y-%m-%d}" for *_rest, since in one.jobs), default=""),
        words.yuan(earned) if earned else "", "", "", f"{day:%Y-%m-%d}",
    ]


def _listed(parts: Iterable[str]) -> str:
    return _("、").join(parts)


def _formal(trait: str) -> str:
    """A trait in the words of reports."""
    return TRAITS[trait].zh if words.chinese() else TRAITS[trait].en


def _skill(code: str) -> str:
    return SKILLS[code].zh if words.chinese() else SKILLS[code].en


def _state(one: Entry) -> str:
    if "died" in one.traits:
        return _formal("died")
    return _("在做活") if one.jobs else _("没有活")


def _wish(wish: Wish | None) -> str:
    if wish is None:
        return ""
    if not wish.wants:
        return _("暂不想做")
    kinds = [_skill(code) for code in wish.kinds.split() if code in SKILLS]
    return _listed([_(str(Wish.Place(wish.place).label)), *kinds])


def _entries(request: Request) -> list[Entry]:
    """Those whom the filters of the list find, in the order of a walk through the estate."""
    known = people.within(request.scope, request.day).filter(forgotten_at=None)
    rows = people.for_list(known, request.day)
    found = PeopleFilters(request.GET, queryset=rows, request=request).qs
    ordered = people.by_door(found.prefetch_related(None), request.day)
    return list(reader.entries(ordered, request.day))


def _rows(
    what: str, found: Sequence[Entry], numbers: Callable[[Entry], Numbers], request: Request
) -> tuple[list[str], list[list[str]]]:
    if what == "roster":
        return [str(head) for head in ROSTER], [
            _roster(n, one, numbers(one)) for n, one in enumerate(found, 1)
        ]
    month = Month.of(request.day).previous
    earned = in_month([one.person.pk for one in found], month, request.scope)
    return [str(head) for head in JOBS], [
        _jobs(n, one, numbers(one), request.day, earned.get(one.person.pk, 0))
        for n, one in enumerate(found, 1)
    ]


@screen("registry.see_traits")
def roster(request: Request, what: str) -> HttpResponse:
    """Asks which file; then the file with masked numbers (a GET that names its kind)."""
    wanted = request.GET.get("export")
    if wanted in ("xlsx", "csv"):
        heads, rows = _rows(what, _entries(request), lambda one: masked(one.person), request)
        name = f"{TITLES[what]} {request.day:%Y-%m-%d}"
        return (export.xlsx_of if wanted == "xlsx" else export.csv_of)(heads, rows, name)
    return _asked(request, what, RevealForm())


@screen("registry.reveal", methods=("POST",))
def full(request: Request, what: str) -> HttpResponse:
    """The same file with numbers in full, for a reason: a line in the log for each person."""
    form = RevealForm(request.POST)
    found = _entries(request)
    if form.is_valid() and run(
        form, reveal_many, persons=[one.person for one in found], what=what,
        **form.cleaned_data, by=request.user, at=request.at,
    ):
        shown: dict[int, Numbers] = form.result
        heads, rows = _rows(what, found, lambda one: shown[one.person.pk], request)
        foot = _("含完整号码。%(who)s，%(at)s，为了：%(why)s。每个人名下都已记下") % {
            "who": request.user.shown_name, "at": words.moment(request.at),
            "why": revealed.WHY[form.cleaned_data["reason"]],
        }
        response = export.xlsx_of(heads, rows, f"{TITLES[what]} {request.day:%Y-%m-%d}", foot=foot)
        response["Cache-Control"] = "no-store"
        return response
    return _asked(request, what, form)


def _asked(request: Request, what: str, form: RevealForm) -> HttpResponse:
    known = people.within(request.scope, request.day).filter(forgotten_at=None)
    rows = people.for_list(known, request.day)
    found = PeopleFilters(request.GET, queryset=rows, request=request).qs
    return render(request, "people/roster.html", {
        "what": what, "title": TITLES[what], "form": form, "n": found.count(),
        "other": "jobs" if what == "roster" else "roster",
        "other_title": TITLES["jobs" if what == "roster" else "roster"],
    })

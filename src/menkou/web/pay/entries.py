"""Items of pay and deductions: what one enters and another decides."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from menkou.access import queries as rights
from menkou.lib.width import half_width
from menkou.registry.models import Engagement
from menkou.registry.queries import people
from menkou.settlement.actions import items as actions
from menkou.settlement.errors import NotSettled
from menkou.settlement.models import Deduction, Item
from menkou.settlement.queries import entries
from menkou.web.parts.edge import Request, screen
from menkou.web.parts.fields import choices
from menkou.web.parts.forms import Form, run
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf
from menkou.web.parts.record_keys import is_key
from menkou.web.parts.tables import A, Badge, Day, Table, Text, Title, Yuan
from menkou.web.pay.common import BOTH, press
from menkou.web.pay.forms import DeductionForm, ItemForm, sent
from menkou.web.pay.lists import tabs

FOUND = 20
"""How many are offered to choose from."""
VERDICTS = {"entered": "wait", "approved": "good", "refused": ""}


def choose(request: Request, to: str, title: str) -> HttpResponse:
    """Whose it is: by name, before anything else is asked."""
    typed = half_width(request.GET.get("q", "")).strip()[:40]
    rows = entries.engagements(request.scope, request.day).select_related(
        "person__party", "payer__party", "workshop__party"
    )
    found = rows.filter(people.named(typed, "person__")).order_by(
        "person__party__name", "-from_day", "pk"
    )[:FOUND] if typed else []
    return render(request, "pay/choose.html", {
        "typed": typed, "found": list(found), "title": title, "to": reverse(f"pay:{to}"),
        "list": reverse(f"pay:{'items' if to == 'item-enter' else 'deductions'}"),
    })


def chosen(request: Request) -> Engagement | None:
    """The engagement that was chosen; none where none was yet. Raises Http404 for a stranger's."""
    key = request.GET.get("engagement", "")
    if not is_key(key):
        return None
    rows = entries.engagements(request.scope, request.day)
    return get_object_or_404(rows.select_related("person__party", "payer__party"), pk=int(key))


class ItemFilters(Filters):
    verdict = OneOf(label=gettext_lazy("批了没有"), choices=choices(Item.Verdict))
    code = OneOf(label=gettext_lazy("是什么"), choices=choices(Item.Code))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(people.named(value, "engagement__person__"))


class ItemTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="engagement__person__party__name",
                 linkify=("pay:item", [A("pk")]))
    code = Text(gettext_lazy("是什么"))
    amount = Yuan(gettext_lazy("金额（元）"))
    day = Day(gettext_lazy("哪天的活"))
    payer = Text(gettext_lazy("谁付"), accessor="engagement__payer__party__name")
    note = Text(gettext_lazy("说明"))
    entered_by = Text(gettext_lazy("谁填的"), accessor="entered_by__shown_name")
    decided_by = Text(gettext_lazy("谁批的"), accessor="decided_by__shown_name")
    verdict = Badge(gettext_lazy("批了没有"), kinds=VERDICTS, classes="corner")

    class Meta(Table.Meta):
        order_by = "-day"

    def render_code(self, record: Any) -> str:
        return _(str(record.get_code_display()))

    value_code = render_code


class ItemList(ListScreen):
    verb = "settlement.see_pay"
    title = gettext_lazy("单列工资")
    counted = ngettext_lazy("%(n)s 条", "%(n)s 条", "n")
    hint = gettext_lazy("姓名，或者拼音首字母。")
    table, filters = ItemTable, ItemFilters
    quick = ("verdict",)
    acts = (Act(gettext_lazy("填一条"), "pay:item-enter", icon="plus",
                verb="settlement.enter_item", main=True),)  # fmt: skip
    empty = (gettext_lazy("还没有单列工资"), gettext_lazy("补贴、奖金、更正、停做补偿，填在这里。"))
    template = "pay/entries.html"

    def rows(self) -> QuerySet[Any]:
        return entries.items(self.request.scope, self.request.day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "items")}


@screen("settlement.enter_item", methods=BOTH)
def enter_item(request: Request) -> HttpResponse:
    """Enters an item of pay for another to approve."""
    engagement = chosen(request)
    if engagement is None:
        return choose(request, "item-enter", _("填一条单列工资"))
    form = ItemForm(sent(request), initial={"day": request.day})
    if form.is_valid() and run(
        form, actions.enter_item, engagement=engagement, **form.cleaned_data, by=request.user,
        at=request.at,
    ):
        messages.success(request, _("填好了，等另一个人批"))
        return redirect("pay:item", form.result.pk)
    return render(request, "pay/form.html", {
        "form": form, "title": _("填一条单列工资"), "send": _("填好，等人批"), "up": _("单列工资"),
        "back": reverse("pay:items"), "sub": f"{engagement.person} · {engagement.payer}",
    })


def item_within(request: Request, pk: int) -> Any:
    return get_object_or_404(entries.items(request.scope, request.day), pk=pk)


@screen("settlement.approve_item", methods=("POST",))
def approve_item(request: Request, pk: int) -> HttpResponse:
    row, done = item_within(request, pk), _("批了，会在下一张工资条里")
    press(request, Form(request.POST), done, actions.approve_item, item=row)
    return redirect("pay:item", pk)


@screen("settlement.refuse_item", methods=("POST",))
def refuse_item(request: Request, pk: int) -> HttpResponse:
    row, done = item_within(request, pk), _("没有批，不进工资条")
    press(request, Form(request.POST), done, actions.refuse_item, item=row)
    return redirect("pay:item", pk)


@screen("settlement.see_pay")
def item(request: Request, pk: int) -> HttpResponse:
    """An item, who entered it, and who decides."""
    row = item_within(request, pk)
    return render(request, "pay/entry.html", {
        "row": row, "title": f"{row.engagement.person} {_(str(row.get_code_display()))}",
        "list": reverse("pay:items"), "list_words": _("单列工资"), "person": row.engagement.person,
        "payer": row.engagement.payer, "what": row.get_code_display(),
        "agree": reverse("pay:item-approve", args=[pk]),
        "refuse": reverse("pay:item-refuse", args=[pk]),
        **_deciding(request, row, "settlement.approve_item"),
    })


def _deciding(request: Request, row: Any, verb: str) -> dict[str, Any]:
    """Whether this person may decide, and why not where she entered it herself."""
    waits = row.verdict == Item.Verdict.ENTERED
    may = waits and rights.may(request.user, verb, request.day)
    own = may and row.entered_by_id == request.user.pk
    return {
        "waits": waits, "may": may and not own, "why_not": str(NotSettled("own")) if own else "",
        "colour": VERDICTS[row.verdict],
    }


class DeductionFilters(Filters):
    verdict = OneOf(label=gettext_lazy("批了没有"), choices=choices(Deduction.Verdict))
    kind = OneOf(label=gettext_lazy("扣的是什么"), choices=choices(Deduction.Kind))

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(people.named(value, "person__"))


class DeductionTable(Table):
    name = Title(gettext_lazy("姓名"), accessor="person__party__name",
                 linkify=("pay:deduction", [A("pk")]))
    code = Text(gettext_lazy("为什么"))
    amount = Yuan(gettext_lazy("一共（元）"))
    taken = Yuan(gettext_lazy("已扣（元）"))
    left = Yuan(gettext_lazy("还剩（元）"))
    payer = Text(gettext_lazy("谁付"), accessor="payer__party__name")
    entered_by = Text(gettext_lazy("谁填的"), accessor="entered_by__shown_name")
    decided_by = Text(gettext_lazy("谁批的"), accessor="decided_by__shown_name")
    verdict = Badge(gettext_lazy("批了没有"), kinds=VERDICTS, classes="corner")

    class Meta(Table.Meta):
        order_by = "name"

    def render_code(self, record: Any) -> str:
        return _(str(record.get_code_display()))

    value_code = render_code


class DeductionList(ListScreen):
    verb = "settlement.see_pay"
    title = gettext_lazy("扣款")
    counted = ngettext_lazy("%(n)s 笔扣款", "%(n)s 笔扣款", "n")
    hint = gettext_lazy("姓名，或者拼音首字母。")
    table, filters = DeductionTable, DeductionFilters
    quick = ("verdict", "kind")
    acts = (Act(gettext_lazy("填一笔"), "pay:deduction-enter", icon="plus",
                verb="settlement.enter_deduction", main=True),)  # fmt: skip
    empty = (gettext_lazy("没有扣款"), gettext_lazy("多付要扣回、超耗要赔的，填在这里，别人批。"))
    template = "pay/entries.html"

    def rows(self) -> QuerySet[Any]:
        return entries.deductions(self.request.scope, self.request.day)

    def more(self) -> dict[str, Any]:
        return {"tabs": tabs(self.request, "deductions"), "bound": True}


@screen("settlement.enter_deduction", methods=BOTH)
def enter_deduction(request: Request) -> HttpResponse:
    """Enters what is to be taken off, for another to decide."""
    engagement = chosen(request)
    if engagement is None:
        return choose(request, "deduction-enter", _("填一笔扣款"))
    form = DeductionForm(sent(request))
    if form.is_valid() and run(
        form, actions.enter_deduction, person=engagement.person, payer=engagement.payer,
        **form.cleaned_data, by=request.user, at=request.at,
    ):
        messages.success(request, _("填好了，等另一个人批"))
        return redirect("pay:deduction", form.result.pk)
    return render(request, "pay/form.html", {
        "form": form, "title": _("填一笔扣款"), "send": _("填好，等人批"), "up": _("扣款"),
        "back": reverse("pay:deductions"), "sub": f"{engagement.person} · {engagement.payer}",
    })


def deduction_within(request: Request, pk: int) -> Any:
    return get_object_or_404(entries.deductions(request.scope, request.day), pk=pk)


@screen("settlement.decide_deduction", methods=("POST",))
def decide(request: Request, pk: int) -> HttpResponse:
    """Somebody else agrees to a deduction, or does not (`refuse`)."""
    row, agreed = deduction_within(request, pk), "refuse" not in request.POST
    done = _("批了，从下一张工资条扣起") if agreed else _("没有批，不扣")
    press(request, Form(request.POST), done, actions.decide_deduction, deduction=row,
          agreed=agreed)  # fmt: skip
    return redirect("pay:deduction", pk)


@screen("settlement.see_pay")
def deduction(request: Request, pk: int) -> HttpResponse:
    """A deduction: how much was taken, what is left, and who decides."""
    row = deduction_within(request, pk)
    return render(request, "pay/entry.html", {
        "row": row, "title": f"{row.person} {_(str(row.get_code_display()))}", "bound": True,
        "list": reverse("pay:deductions"), "list_words": _("扣款"), "person": row.person,
        "payer": row.payer, "what": row.get_kind_display(),
        "agree": reverse("pay:decide", args=[pk]),
        "refuse": reverse("pay:decide", args=[pk]),
        **_deciding(request, row, "settlement.decide_deduction"),
        "slips": row.lines.select_related("slip__period").order_by("-slip__period__last"),
    })

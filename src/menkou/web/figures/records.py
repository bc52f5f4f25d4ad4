"""From a figure down to what it counts: a list of the records, counted now."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.figures.indicators import Indicator
from menkou.figures.queries import records
from menkou.figures.queries.indicators import count, indicators
from menkou.figures.queries.report import report
from menkou.figures.queries.sites import within
from menkou.ledger.models import Account
from menkou.ledger.opening import NONE_JOB
from menkou.lib import exact
from menkou.lib.days import age_on
from menkou.policy import NoRuleYet
from menkou.registry.models import Organization, Person, Site
from menkou.registry.queries import people
from menkou.settlement.models import Payment
from menkou.web.figures import words as said
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Filters, ListScreen
from menkou.web.parts.tables import A, Badge, Day, Number, Rate, Table, Text, Title, Yuan

M2 = 100
"""dm² in one m²."""


class Area(Number):
    def render(self, value: Any) -> str:
        return exact.show(value, M2)


class Communities(Table):
    name = Title(_("社区"), linkify=("community", [A("pk")]))
    workshop_count = Number(_("车间"))
    fronts = Number(_("商铺"))
    used = Area(_("车间在用（平方米）"))

    class Meta(Table.Meta):
        order_by = "name"


class Workshops(Table):
    name = Title(_("车间"), accessor="party__name", linkify=("workshop", [A("pk")]))
    community = Text(_("社区"), accessor="community__name")
    operator = Text(_("入驻单位"))
    area = Area(_("面积（平方米）"))
    persons = Number(_("在做活（人）"))

    class Meta(Table.Meta):
        order_by = "name"


class Shopfronts(Table):
    number = Title(_("铺号"), linkify=("shopfront", [A("pk")]))
    community = Text(_("社区"), accessor="community__name")
    workshop = Text(_("车间"))
    counted = Area(_("面积（平方米）"))

    class Meta(Table.Meta):
        order_by = "number"


class Organizations(Table):
    name = Title(_("单位"), accessor="party__name", linkify=("organization", [A("pk")]))
    kind = Badge(_("哪一种"), named=dict(Organization.Kind.choices))
    workshops = Number(_("在用车间"))
    persons = Number(_("用工（人）"))

    class Meta(Table.Meta):
        order_by = "name"


class Persons(Table):
    name = Title(_("姓名"), accessor="party__name", linkify=("person", [A("pk")]))
    sex = Text(_("性别"))
    age = Number(_("岁"), accessor="born_on")
    lives_in = Text(_("社区"))

    class Meta(Table.Meta):
        order_by = "name"

    def render_sex(self, record: Any) -> str:
        return gettext(str(Person.Sex(record.sex).label))

    def render_age(self, record: Any) -> str:
        return str(age_on(record.born_on, self.request.resolver_match.kwargs["as_of"]))

    def order_age(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        return rows.order_by("born_on" if is_descending else "-born_on"), True


class Wages(Table):
    name = Title(
        _("姓名"), accessor="wage__engagement__person__party__name",
        linkify=lambda record: address("fact", record.root_id) or None,
    )
    day = Day(_("哪天的活"))
    made = Text(_("做的什么"), accessor="wage__commodity__name")
    pieces = Number(_("数量"), accessor="wage__quantity")
    rate = Rate(_("工价（元）"), accessor="wage__rate")
    payer = Text(_("谁付"), accessor="wage__engagement__payer__party__name")
    community = Text(_("那天住在"), accessor="wage__community__name")
    counted = Yuan(_("工钱（元）"))

    class Meta(Table.Meta):
        order_by = "-day"

    def render_made(self, value: str) -> str:
        return gettext(value)


class Payments(Table):
    name = Title(
        _("姓名"), accessor="slip__person__party__name",
        linkify=lambda record: address("pay:slip", record.slip_id) or None,
    )
    paid_on = Day(_("哪天付到"))
    last = Day(_("工资期到"), accessor="slip__period__last")
    payer = Text(_("谁付"), accessor="slip__period__payer__party__name")
    way = Badge(_("怎么付"), named=dict(Payment.Way.choices))
    community = Text(_("期末住在"), accessor="slip__community__name")
    counted = Yuan(_("付到（元）"))

    class Meta(Table.Meta):
        order_by = "-paid_on"


class Accounts(Table):
    name = Title(
        _("谁的"), accessor="party__name",
        linkify=lambda record: address("account", record.pk) or None,
    )
    kind = Badge(_("哪种账"), named=dict(Account.Kind.choices))
    other = Text(_("和谁"), accessor="other__name")
    job = Text(_("哪个订单"), accessor="job__name")
    counted = Yuan(_("集体收入（元）"))

    class Meta(Table.Meta):
        order_by = ("name", "-counted")

    def render_other(self, record: Any) -> str:
        return "" if record.other_id == record.party_id else gettext(record.other.name)

    def render_job(self, record: Any) -> str:
        return "" if record.job.code == NONE_JOB else str(record.job)


class PersonFilters(Filters):
    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return people.search(rows, value, self.request.day)


class WageFilters(Filters):
    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            people.named(value, "wage__engagement__person__")
            | Q(wage__commodity__name__contains=value)
        )


class PaymentFilters(Filters):
    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(people.named(value, "slip__person__"))


class AccountFilters(Filters):
    """By whose it is, or by order."""

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(party__name__icontains=value) | Q(job__name__icontains=value))


class NamedFilters(Filters):
    """Places and organizations, by their own name."""

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        column = {"Community": "name", "Shopfront": "number"}.get(
            rows.model.__name__, "party__name"
        )
        return rows.filter(**{f"{column}__icontains": value})


TABLES: dict[str, tuple[type[Table], type[Filters]]] = {
    "community": (Communities, NamedFilters), "workshop": (Workshops, NamedFilters),
    "shopfront": (Shopfronts, NamedFilters), "organization": (Organizations, NamedFilters),
    "person": (Persons, PersonFilters), "transfer": (Wages, WageFilters),
    "payment": (Payments, PaymentFilters), "account": (Accounts, AccountFilters),
}
"""What the records of a figure are -> how they are listed and searched."""


class Records(ListScreen):
    """The records of one figure; those out of the reader's reach are counted and not named."""

    verb = "figures.see"
    counted = ngettext_lazy("%(n)s 条", "%(n)s 条", "n")
    hint = _("姓名、名称，都可以。")
    template = "figures/records.html"
    empty = (_("这里没有可以看的记录"), _("这个数没有数到您范围里的记录。"))

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        self.site: Site = get_object_or_404(within(request.scope), pk=kwargs["site"])
        self.as_of: date = kwargs["as_of"]
        if self.as_of > request.day:
            raise Http404
        self.one = _indicator(kwargs["code"], self.as_of)
        self.title = said.name(self.one)  # type: ignore[misc]
        self.counted = said.COUNTED[self.one.noun]  # type: ignore[misc]
        self.table, self.filters = TABLES[self.one.noun]  # type: ignore[misc]
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Any]:
        return records.rows(
            self.one, self.site, self.as_of, self.request.scope, self.request.day
        )

    def sub(self) -> str:
        return f"{self.site} · {words.full_day(self.as_of)}"

    def more(self) -> dict[str, Any]:
        """The figure as counted now and as stored, and how much of it is out of reach."""
        value, n = count(self.one, self.site, self.as_of)
        seen, seen_n = records.total(self.rows())
        stored = next(
            (one for one in report(self.site, self.as_of) if one.indicator.code == self.one.code),
            None,
        )
        return {
            "site": self.site, "as_of": self.as_of, "day": f"{self.as_of:%Y-%m-%d}",
            "definition": said.definition(self.one), "unit": said.unit(self.one),
            "now": said.amount(value, self.one),
            "now_records": said.records(self.one, n) if self.one.factor > 1 else "",
            "stored": stored, "stored_said": said.amount(stored.value, self.one) if stored else "",
            "changed": stored is not None and (stored.value, stored.records) != (value, n),
            "seen": said.amount(seen, self.one), "hidden": n - seen_n,
            "hidden_amount": said.amount(value - seen, self.one),
        }


def _indicator(code: str, as_of: date) -> Indicator:
    """The indicator of a code on a day. Raises Http404 where there is none."""
    try:
        known = {one.code: one for one in indicators(as_of)}
    except NoRuleYet:
        raise Http404 from None
    if code not in known:
        raise Http404
    return known[code]

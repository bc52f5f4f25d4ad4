"""The books: every account with what stands on it, and the statement of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from menkou.access import queries as rights
from menkou.ledger.models import Account, Balance, Commodity, Transfer
from menkou.registry.models import Party
from menkou.registry.queries import people
from menkou.web.office import book_words as said
from menkou.web.office import waits
from menkou.web.office.paper import asked_for
from menkou.web.parts import words
from menkou.web.parts.edge import Request
from menkou.web.parts.fields import choices
from menkou.web.parts.frame import address
from menkou.web.parts.lists import Act, Filters, ListScreen, OneOf
from menkou.web.parts.record_keys import is_key
from menkou.web.parts.tables import Badge, Day, Number, Table, Text, Title
from menkou.work.queries import statements

COLOURS = {"wages_owed": "good", "labour": "good", "excess_loss": "clay", "difference": "wait"}


class AccountFilters(Filters):
    left = OneOf(
        label=_("余额"), choices=[("yes", _("有余额")), ("below", _("是负数"))], method="by_left"
    )
    who = OneOf(
        label=_("谁的"), choices=choices(Party.Kind), field_name="account__party__kind"
    )
    kind = OneOf(label=_("哪种账"), choices=choices(Account.Kind), field_name="account__kind")
    party = OneOf(label=_("户头"), field_name="account__party")

    queryset: QuerySet[Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        party = self.filters.pop("party")
        if asked := self.data.get("party", ""):
            named = self.queryset.filter(account__party=asked if is_key(asked) else 0)
            name = named.values_list("account__party__name", flat=True).first()
            party.extra["choices"] = [(asked, name)]
            self.filters["party"] = party
            if name is None:  # out of reach, or without any account: not everybody's instead
                self.queryset = self.queryset.none()

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(
            Q(account__party__name__icontains=value)
            | people.named(value, "account__party__person__")
            | Q(account__job__name__icontains=value) | Q(commodity__name__icontains=value)
        )

    def by_left(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(quantity__lt=0) if value == "below" else rows.exclude(quantity=0)


class Holding(Number):
    """What stands on an account, in the unit of its commodity."""

    def render(self, value: Any, record: Any = None) -> str:
        return said.amount(value, record.commodity)


class AccountTable(Table):
    name = Title(
        _("谁的"), accessor="account__party__name",
        linkify=lambda record: address(
            "account", record.account_id, query=f"?commodity={record.commodity_id}"
        ),
    )
    kind = Badge(_("哪种账"), accessor="account__kind", kinds=COLOURS, named=said.KINDS)
    commodity = Text(_("什么"), accessor="commodity__name")
    quantity = Holding(_("余额"))
    job = Text(_("哪个订单"), accessor="account__job__name")
    other = Text(_("货主 / 谁付"), accessor="account__other__name")

    class Meta(Table.Meta):
        order_by = ("name", "-kind")  # what she is owed, what she holds, what she used
        row_attrs = {"class": lambda record: "heed" if _asks(record) else ""}

    def render_name(self, value: str) -> str:
        return gettext(value)

    def render_commodity(self, value: str) -> str:
        return gettext(value)

    def render_job(self, record: Balance) -> str:
        return said.job(record.account) or words.NO_VALUE


def _asks(record: Balance) -> bool:
    """Whether somebody should look: material that the books lack, or an overpaid person."""
    kind = record.account.kind
    return (kind == Account.Kind.DIFFERENCE and record.quantity != 0) or (
        kind == Account.Kind.WAGES_OWED and record.quantity < 0
    )


class AccountList(ListScreen):
    verb = "work.see_statement"
    title = _("账")
    counted = ngettext_lazy("%(n)s 个账户", "%(n)s 个账户", "n")
    hint = _("姓名、拼音首字母、车间、单位、订单、料，都可以。")
    table, filters = AccountTable, AccountFilters
    quick = ("left", "who")
    empty = (_("还没有账"), _("来料、发料、收货，记一次就有一笔账。"))
    late = True
    most = 10_000

    def rows(self) -> QuerySet[Balance]:
        return statements.balances(self.request.scope, self.request.day)

    def leaf(self, rows: QuerySet[Balance], keys: QuerySet[Balance]) -> QuerySet[Balance]:
        # Who reaches the keys need not be asked twice: for SQLite's parser that is too deep.
        return statements.named(Balance.objects.filter(pk__in=keys)).order_by(*rows.query.order_by)

    def sub(self) -> str:
        return gettext("料、件、钱，各在谁那里")


class LineTable(Table):
    """A statement: newest first, with what stood on the account after each line."""

    what = Title(
        _("什么事"), accessor="root", orderable=False,
        linkify=lambda record: address("fact", record.root_id),
    )
    day = Day(_("哪天的"), orderable=False)
    across = Text(_("从哪来、到哪去"), accessor="pk", orderable=False)
    basis = Text(_("凭什么"), accessor="pk", orderable=False)
    signed = Number(_("进出"), orderable=False)
    after = Number(_("之后余额"), accessor="pk", orderable=False)

    class Meta(Table.Meta):
        pass

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.balance: Balance = self.request.balance
        self.known: dict[int, int] = {}
        self.levels: Iterator[tuple[int, int]] | None = None

    def render_what(self, record: Transfer) -> str:
        return waits.summary(record.root)

    def render_across(self, record: Transfer) -> str:
        return said.across(record, self.balance.account)

    def render_basis(self, record: Transfer) -> str:
        return said.basis(record) or words.NO_VALUE

    def render_signed(self, record: Any) -> str:
        return said.moved(record)

    def render_after(self, record: Transfer) -> str:
        """Lines are asked from the newest down; the levels come in the same order."""
        if self.levels is None:
            self.levels = statements.after(self.balance, record.pk)
        while record.pk not in self.known:
            pk, level = next(self.levels)
            self.known[pk] = level
        return said.amount(self.known[record.pk], record.commodity)

    value_what, value_across, value_basis = render_what, render_across, render_basis
    value_signed, value_after = render_signed, render_after


class GoodsTable(LineTable):
    """A statement of goods: nothing there rests on a rate."""

    class Meta(LineTable.Meta):
        exclude = ("basis",)


@dataclass(frozen=True)
class Asked(Act):
    """A button to a page that is asked for something."""

    query: str = ""

    @property
    def url(self) -> str:
        return address(self.page, *self.args, query=self.query)


class Statement(ListScreen):
    """The statement of one account in one commodity."""

    verb = "work.see_statement"
    counted = ngettext_lazy("%(n)s 笔", "%(n)s 笔", "n")
    table = LineTable
    searches = False
    template = "office/account.html"
    empty = (_("这里没有可以看的账"), _("这个账户上的事都不在您的范围里。"))

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        known = statements.balances(request.scope, request.day).filter(account=kwargs["pk"])
        self.balances = list(known.order_by("commodity"))
        self.balance = asked_for(self.balances, request.GET.get("commodity", ""))
        request.balance = self.balance  # type: ignore[attr-defined]  # its table asks for it
        money = self.balance.commodity.kind == Commodity.Kind.MONEY
        self.table = LineTable if money else GoodsTable  # type: ignore[misc]
        self.title = said.side(self.balance.account)  # type: ignore[misc]
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Transfer]:
        return statements.lines(self.balance, self.request.scope)

    def more(self) -> dict[str, Any]:
        account = self.balance.account
        left_out, sum_left_out = statements.elsewhere(self.balance, self.request.scope)
        shown = f"?commodity={self.balance.commodity_id}"
        return {
            "acts": [Asked(_("打印"), "account-print", (account.pk,), icon="print", query=shown)],
            "account": account, "balance": self.balance,
            "stands": said.amount(self.balance.quantity, self.balance.commodity),
            "means": said.MEANS[account.kind], "kind": said.KINDS[account.kind],
            "party_url": self._party_url(account),
            "other": said.other(account), "job": said.job(account),
            "chips": [
                (one, said.amount(one.quantity, one.commodity)) for one in self.balances
            ],
            "left_out": left_out,
            "left_out_sum": said.amount(sum_left_out, self.balance.commodity),
            "query": f"?party={account.party_id}",
        }

    def _party_url(self, account: Account) -> str:
        """The page of whoever has the account, for those who may open it."""
        page = said.PAGES[account.party.kind]
        if page == "person":
            known = people.within(self.request.scope, self.request.day)
            if not known.filter(pk=account.party_id).exists():
                return ""
        if not rights.may(self.request.user, said.SEES[page], self.request.day):
            return ""
        return address(page, account.party_id)

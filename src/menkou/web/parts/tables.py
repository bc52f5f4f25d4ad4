"""The columns of every list: each says how a value is shown, and how it leaves for Excel."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import django_tables2 as tables
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django_tables2.utils import A

from menkou.lib import exact
from menkou.web.parts import words

__all__ = ["A", "Badge", "Day", "Moment", "Number", "Quantity", "Rate", "Table", "Text", "Title",
           "Yuan"]  # fmt: skip

Words = str | Promise


class Table(tables.Table):
    """A list's table. `row_attrs` may give a row the class alert, heed or off.

    `asked`: the request of a list that sorts and pages by itself; given as `request`, the table
    would sort and count once more.
    """

    class Meta:
        attrs = {"class": "cards flush dense"}
        default = words.NO_VALUE

    def __init__(self, *args: Any, asked: Any = None, **options: Any) -> None:
        self.request: Any = asked or options.get("request")  # an order asks for its day
        super().__init__(*args, **options)
        for column in self.columns.iterall():
            column.render, column.value = _signed(column.render), _signed(column.value)


def _signed(draw: Callable[..., Any]) -> Callable[..., Any]:
    """The same, its signature told at once: the package asks for it anew with every cell."""

    def drawn(**given: Any) -> Any:
        return draw(**given)

    drawn.__signature__ = signature(draw)  # type: ignore[attr-defined]
    return drawn


class ManyColumns(Table):
    """A table of more columns than a page has room for by itself."""

    class Meta(Table.Meta):
        attrs = {"class": "cards flush dense many-cols"}


class Text(tables.Column):
    """Words as they stand. `classes`: on a phone "all" spans the card, "corner" is at its top."""

    numeric = False
    heads_row = False
    classes = ""

    def __init__(self, verbose_name: Words, *, classes: str = "", **options: Any) -> None:
        super().__init__(verbose_name=verbose_name, **options)
        self.classes = f"{self.classes} {classes}".strip()


class Title(Text):
    """What the row is called: its head, and the link to its record.

    `linkify=("person", [A("pk")])` names the address.
    """

    heads_row = True


class Number(Text):
    """A whole number; sorts from the largest first."""

    numeric = True
    classes = "num"

    def __init__(self, verbose_name: Words, **options: Any) -> None:
        super().__init__(verbose_name, **{"initial_sort_descending": True, **options})

    def render(self, value: Any) -> str:
        return words.number(value)


class Yuan(Number):
    """1/10,000 yuan; the head says （元）."""

    def render(self, value: Any) -> str:
        return words.yuan(value)


class Rate(Number):
    """A rate of a piece in 1/10,000 yuan."""

    def render(self, value: Any) -> str:
        return words.rate(value)


class Quantity(Number):
    """Base units of a commodity, which `commodity` finds from the row: "1.2 公斤"."""

    numeric = False

    def __init__(self, verbose_name: Words, *, commodity: str, **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.commodity = A(commodity)

    def render(self, value: Any, record: Any = None) -> str:
        commodity = self.commodity.resolve(record)
        return f"{exact.show(value, commodity.factor)} {gettext(commodity.unit)}"


class Day(Text):
    classes = "nowrap"

    def __init__(self, verbose_name: Words, **options: Any) -> None:
        super().__init__(verbose_name, **{"initial_sort_descending": True, **options})

    def render(self, value: Any, table: Any = None) -> str:
        return words.day(value, getattr(table.request, "day", None))

    def value(self, value: Any) -> str:
        return "" if value is None else f"{value:%Y-%m-%d}"


class Moment(Day):
    def render(self, value: Any, table: Any = None) -> str:
        return words.moment(value, getattr(table.request, "day", None))

    def value(self, value: Any) -> str:
        return "" if value is None else f"{value.astimezone(words.SHANGHAI):%Y-%m-%d %H:%M}"


class Badge(Text):
    """A state: `kinds` gives its colour (good, wait, clay, calm), `named` its word.

    Both by the value in the row (not by a choice's label). Without `named`, the label of a choice
    or else the value itself is translated.
    """

    def __init__(
        self,
        verbose_name: Words,
        *,
        kinds: Mapping[Any, str] | None = None,
        named: Mapping[Any, Words] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, **options)
        self.kinds = kinds or {}
        self.named = named or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        code = bound_column.accessor.resolve(record)
        return format_html(
            '<span class="badge {}">{}</span>',
            self.kinds.get(code, ""),
            self.value(value, record, bound_column),
        )

    def value(self, value: Any, record: Any, bound_column: Any) -> str:
        code = bound_column.accessor.resolve(record)
        return gettext(str(self.named.get(code, value)))

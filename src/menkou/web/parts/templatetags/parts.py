"""Tags and filters that every template has without loading."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.base import render_value_in_context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from menkou.access import queries as rights
from menkou.lib import exact, names
from menkou.lib.verb import Verb
from menkou.web.parts import frame, words
from menkou.web.parts.icons import DRAWN
from menkou.web.parts.sealed import sealed_query

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon by its name; with a label only where no word stands beside. KeyError if unknown."""
    drawing = mark_safe(DRAWN[name])
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            label, drawing,
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: Any) -> str:
    """This page's query string with some keys changed; None drops a key. The page starts anew.

    `{% url_with sort="-name" %}`; where `page` is not among the changes it is dropped.
    """
    return query_with(context["request"], **changes)


def query_with(request: Any, **changes: Any) -> str:
    query = request.GET.copy()
    for key in ("page", "export"):
        if key not in changes:
            query.pop(key, None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + sealed_query(query)


@register.simple_tag(name="address")
def address_tag(page: str, *args: Any) -> str:
    """The address of a page of another room, or none: `{% address "order" order.pk as url %}`."""
    return frame.address(page, *args)


@register.simple_tag(takes_context=True)
def body(context: template.Context, rows: Any) -> SafeString:
    """The rows of a table of ours, drawn here: a template takes seven nodes for each cell, and a
    list has hundreds of cells."""
    marks: dict[str, tuple[SafeString, SafeString]] = {}

    def cells(row: Any) -> Iterator[tuple[SafeString, str, SafeString]]:
        for column, cell in row.items():
            if column.name not in marks:
                marks[column.name] = _around(column)
            before, after = marks[column.name]
            yield before, render_value_in_context(cell, context), after

    return format_html_join(
        "", '<tr class="{}">{}</tr>\n',
        ((row.attrs.get("class", ""), format_html_join("", "{}{}{}", cells(row))) for row in rows),
    )


def _around(column: Any) -> tuple[SafeString, SafeString]:
    """What stands before and after a cell of a column."""
    if column.column.heads_row:
        return mark_safe('<th scope="row">'), mark_safe("</th>")
    classes = column.column.classes
    return format_html(
        '<td data-label="{}"{}>', column.header,
        format_html(' class="{}"', classes) if classes else "",
    ), mark_safe("</td>")


@register.simple_tag(takes_context=True)
def may(context: template.Context, verb: str) -> bool:
    """Whether the person may do a verb today: `{% may "work.set_rate" as can %}`."""
    request = context["request"]
    return request.user.is_authenticated and rights.may(request.user, verb, request.day)


@register.filter
def yuan(value: int | None) -> str:
    """1/10,000 yuan -> "1,207.45"."""
    return words.yuan(value)


@register.filter
def rate(value: int | None) -> str:
    """A rate of a piece, 1/10,000 yuan -> "0.35"."""
    return words.rate(value)


@register.filter
def num(value: int | None) -> str:
    """A whole number with thousands separators, in either language."""
    return words.number(value)


@register.filter
def quantity(value: int | None, commodity: Any) -> str:
    """Base units of a commodity in its entry unit, with the unit: "1.2 公斤"."""
    if value is None:
        return words.NO_VALUE
    return f"{exact.show(value, commodity.factor)} {gettext(commodity.unit)}"


@register.filter
def day(value: date | None, beside: date | None = None) -> str:
    """ "2 月 10 日"; with the year where it differs from that of `beside`."""
    return words.day(value, beside)


@register.filter
def full_day(value: date | None) -> str:
    return words.full_day(value)


@register.filter
def weekday(value: date) -> str:
    return words.weekday(value)


@register.filter
def clock(value: datetime | None) -> str:
    return words.clock(value)


@register.filter
def moment(value: datetime | None, beside: date | None = None) -> str:
    return words.moment(value, beside)


@register.filter(name="words")
def verb_words(value: Verb | str) -> str:
    """The words of a verb, given itself or its name; an unknown name stays as it is."""
    found = rights.verbs().get(value) if isinstance(value, str) else value
    return words.verb(found) if found else str(value)


@register.filter
def role_words(code: str) -> str:
    return words.role(code)


@register.filter
def tr(value: Any) -> str:
    """A word out of the data or a model's choices in the reader's language."""
    text = str(value)
    return gettext(text) if text else ""


@register.filter
def pages(paginator: Any, now: int) -> list[Any]:
    """The page numbers to offer: the first, the last, those around this one, "…" between."""
    return list(paginator.get_elided_page_range(now, on_each_side=1, on_ends=1))


@register.filter
def item(mapping: Any, key: str) -> Any:
    """What a mapping has under a key; empty where it has nothing."""
    return mapping.get(key, "")


@register.filter
def unit_of(field: Any, given: str = "") -> str:
    """The unit that stands beside a bound field: what the template gives, else the field's own."""
    return str(given or getattr(field.field, "unit", ""))


@register.filter
def widget(field: Any) -> str:
    """How a bound field is drawn: "check", "radio", "hidden" or "line"."""
    kind = field.field.widget
    if kind.is_hidden:
        return "hidden"
    if isinstance(kind, CheckboxInput):
        return "check"
    return "radio" if isinstance(kind, RadioSelect | CheckboxSelectMultiple) else "line"


register.filter("mask_tail", names.mask_tail)
register.filter("mask_phone", names.mask_phone)
register.filter("mask_card", names.mask_card)

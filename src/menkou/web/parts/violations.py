"""Which constraint of ours the database enforced, and the sentence that it carries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (?!index )(.+)$")
_SQLITE_NAMED = re.compile(r"(?:CHECK constraint failed: |constraint failed: index ')(\w+)")


ONCE_FIELD = gettext_noop("已经有一个一样的，请换一个")
ONCE_ROW = gettext_noop("已经有一条一样的")


@dataclass(frozen=True)
class Violation:
    """`fields` in the order of the constraint; `sentence` for the person."""

    name: str
    fields: tuple[str, ...]
    sentence: str


def violated(error: IntegrityError) -> Violation | None:
    """The constraint behind an error, on either engine; None if no person can break it."""
    by_name, by_columns = _known()
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        found = by_name.get(diagnosis.constraint_name or "")
        if found is None and getattr(error.__cause__, "sqlstate", "") == "23505":
            columns = re.search(r"\((.+?)\)=", diagnosis.message_detail or "")
            found = by_columns.get(_key(diagnosis.table_name, columns[1])) if columns else None
        return _said(found)
    text = str(error)
    if named := _SQLITE_NAMED.search(text):
        return _said(by_name.get(named[1]))
    if columns := _SQLITE_UNIQUE.search(text):
        table = columns[1].partition(".")[0]
        return _said(by_columns.get(_key(table, columns[1].replace(f"{table}.", ""))))
    return None


def _said(found: tuple[str, tuple[str, ...], str] | None) -> Violation | None:
    return found and Violation(found[0], found[1], gettext(found[2]))


def _key(table: str | None, columns: str) -> tuple[str, frozenset[str]]:
    return table or "", frozenset(name.strip(' "') for name in columns.split(","))


@cache
def _known() -> tuple[dict[str, Any], dict[Any, Any]]:
    by_name, by_columns = {}, {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            fields = tuple(_fields(constraint))
            sentence = _sentence(constraint)
            if sentence:
                by_name[constraint.name] = (constraint.name, fields, sentence)
                if isinstance(constraint, models.UniqueConstraint):
                    columns = frozenset(
                        field.column for field in model._meta.local_fields if field.name in fields
                    )
                    by_columns[model._meta.db_table, columns] = by_name[constraint.name]
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                by_columns[model._meta.db_table, frozenset({field.column})] = (
                    field.name, (field.name,), ONCE_FIELD,
                )
    return by_name, by_columns


def _sentence(constraint: Any) -> str:
    """Its own sentence; a general one for what must be unique; none for a bare check."""
    if constraint.violation_error_message != constraint.default_violation_error_message:
        return str(constraint.violation_error_message)
    if isinstance(constraint, models.UniqueConstraint):
        return ONCE_ROW
    return ""


def _fields(constraint: Any) -> Iterator[str]:
    if isinstance(constraint, models.UniqueConstraint):
        yield from constraint.fields
    elif isinstance(constraint, models.CheckConstraint):
        yield from dict.fromkeys(_named(constraint.condition))


def _named(condition: Any) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _named(child)
        else:
            yield str(child[0]).partition("__")[0]
            yield from _columns(child[1])


def _columns(value: Any) -> Iterator[str]:
    if isinstance(value, models.F):
        yield str(vars(value)["name"])
    elif hasattr(value, "get_source_expressions"):
        for part in value.get_source_expressions():
            yield from _columns(part)

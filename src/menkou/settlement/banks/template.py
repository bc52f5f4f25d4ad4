"""What a bank's template says: how its file looks, and how its answer is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FORMATS = ("xlsx", "csv", "txt", "pain001")
ANSWER_FORMATS = ("table", "pain002")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
FIELDS = (
    "sequence", "account", "name", "amount", "bank_name", "branch_code", "reference", "remark",
    "fixed",
)
ANSWER_FIELDS = ("reference", "account", "name", "amount", "result", "reason")
PLACES = ("number", "day", "count", "total", "payer", "payer_account", "purpose")
REASONS = ("name_mismatch", "closed", "frozen", "inactive", "no_account", "limit", "other")
PROBLEMS = (
    "account_unreadable", "amount_unreadable", "result_contradicts", "result_empty",
    "result_pending", "result_unreadable", "row_unnamed",
)

PLACE = re.compile(r"\{([^{}]*)\}")
"""A place in a fixed text that is filled for each file, like {number}."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; `width` in letters of the sheet, `value` of a fixed one."""

    head: str
    field: str
    width: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Pain:
    """What pain.001 says of every payment: purpose, and the names of clearing and our bank."""

    agent: str = ""
    clearing: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """How the bank's answer is read: heads by field, words of a result, words of a reason."""

    format: str
    encoding: str
    delimiter: str
    only_failures: bool
    heads: Mapping[str, tuple[str, ...]]
    success: tuple[str, ...]
    failure: tuple[str, ...]
    pending: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """A bank's file and its answer. `source`: the file of templates that it was read from."""

    code: str
    zh: str
    en: str
    format: str
    encoding: str
    delimiter: str
    file: str
    sheet: str
    header: bool
    quoted: bool
    above: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    below: tuple[tuple[str, ...], ...]
    pain: Pain
    answer: Answer
    source: str

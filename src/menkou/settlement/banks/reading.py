"""Reads the bank's answer: rows as they stand, what they say, and what can't be told."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import isnan
from typing import Any

from menkou.lib.exact import FACTOR_YUAN, NotExact
from menkou.lib.exact import parse as parse_amount
from menkou.lib.width import half_width
from menkou.settlement.banks.errors import BadAnswer
from menkou.settlement.banks.pain import Status, pain002
from menkou.settlement.banks.rows import AnswerRow
from menkou.settlement.banks.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Rows,
    check_size,
    is_workbook,
    sheets,
    texts,
)
from menkou.settlement.banks.template import ANSWER_FIELDS, Answer, Template

_TITLES = 60
"""How many rows from the top a head is looked for."""

_TOTALS = ("合计", "小计", "总计", "总笔数", "总金额", "共计")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_MONEY = re.compile(r"^(?:[¥￥]|rmb|cny)?\s*(.*?)\s*元?$", re.IGNORECASE)
_EXACT_DIGITS = 15
"""Digits that Excel keeps of a number; what stands after them is gone."""


Header = tuple[int, Mapping[str, int]]
"""The place of the row of heads, and the column of each field that it has."""


def read(template: Template, name: str, content: bytes) -> list[AnswerRow]:
    """What the bank says of each payment, in the order of its file.

    Heads are found by name, in any order, below any title. A row that can't be read wholly is
    given with its problem; nothing is guessed: a payment is accepted, or refused, only by a word
    that the template knows. `name` is of no weight: the content says what it is. Raises BadAnswer.
    """
    answer = template.answer
    check_size(content)
    if answer.format == "pain002":
        return _report(answer, content)
    found: list[tuple[Rows, Header]]
    if is_workbook(content):
        found = [(rows, head) for rows in sheets(content) if (head := _header(answer, rows))]
        if len(found) > 1:
            raise BadAnswer("sheets", count=len(found))
    else:
        ways = texts(content, answer.encoding, answer.delimiter)
        found = list(islice(((rows, head) for rows in ways if (head := _header(answer, rows))), 1))
    if found:
        rows, head = found[0]
        return _rows(answer, rows, *head)
    looked_for = [answer.heads[field] for field in ANSWER_FIELDS]
    raise BadAnswer("no_header", heads="、".join("/".join(heads) for heads in looked_for if heads))


def _report(answer: Answer, content: bytes) -> list[AnswerRow]:
    payments = pain002(content)
    if len(payments) > MOST_ROWS:
        raise BadAnswer("large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return [_of_status(answer, place, one) for place, one in enumerate(payments, 1)]


def _of_status(answer: Answer, place: int, one: Status) -> AnswerRow:
    code = next((found for text in one.codes if (found := _code(answer, text))), "")
    amount, bad_amount = _amount(one.amount)
    accepted, unclear = _result(answer, one.status, code)
    unnamed = "" if one.reference or one.account else "row_unnamed"
    return AnswerRow(
        row=place,
        reference="" if one.reference == "NOTPROVIDED" else one.reference,
        account=one.account,
        name=one.name,
        amount=amount,
        accepted=accepted,
        code=(code or "other") if accepted is False else "",
        reason=" ".join([*one.codes, one.words]).strip(),
        problem=unnamed or bad_amount or unclear,
    )


def _header(answer: Answer, rows: Rows) -> Header | None:
    for place, row in enumerate(rows[:_TITLES]):
        heads = [_plain_head(_text(cell)) for cell in row]
        columns: dict[str, int] = {}
        for field in ANSWER_FIELDS:
            for word in map(_plain_head, answer.heads[field]):
                if word in heads and heads.index(word) not in columns.values():
                    columns[field] = heads.index(word)
                    break
        told = "result" in columns or (answer.only_failures and "reason" in columns)
        if told and ("reference" in columns or "account" in columns):
            return place, columns
    return None


def _rows(
    answer: Answer, rows: Rows, header: int, columns: Mapping[str, int]
) -> list[AnswerRow]:
    heads = [_text(cell) for cell in rows[header]]
    found = []
    for place, row in enumerate(rows[header + 1 :], header + 2):
        words = [_text(cell) for cell in row]
        if not any(words) or words == heads:
            continue
        one = _row(answer, place, row, columns)
        if not one.account and next(filter(None, words)).startswith(_TOTALS):
            continue
        found.append(one)
    if not found:
        raise BadAnswer("no_rows")
    if len(found) > MOST_ROWS:
        raise BadAnswer("large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return found


def _row(answer: Answer, place: int, row: Sequence[Any], columns: Mapping[str, int]) -> AnswerRow:
    cells = {
        field: row[column] if column < len(row) else "" for field, column in columns.items()
    }
    told = {field: _text(cells.get(field, "")) for field in ANSWER_FIELDS}
    account, bad_account = _account(cells.get("account", ""))
    amount, bad_amount = _amount(told["amount"])
    code = _code(answer, told["reason"])
    if not code and (by_result := _code(answer, told["result"], whole=True)):
        code = by_result
    accepted, unclear = _result(answer, told["result"], code)
    if answer.only_failures and unclear == "result_empty":
        accepted, unclear = False, ""
    unnamed = "" if told["reference"] or account else "row_unnamed"
    return AnswerRow(
        row=place,
        reference=half_width(told["reference"]),
        account=account,
        name=told["name"],
        amount=amount,
        accepted=accepted,
        code=(code or "other") if accepted is False else "",
        reason=told["reason"],
        problem=unnamed or bad_account or bad_amount or unclear,
    )


def _result(answer: Answer, word: str, code: str) -> tuple[bool | None, str]:
    """Whether the bank paid, and what is unclear about it. Words count whole, never in part.

    In part, 不成功 would be 成功. A reason that stands in the place of the result is a refusal.
    """
    plain = _plain(word)
    if not plain:
        return None, "result_empty"
    if plain in map(_plain, answer.success):
        return (None, "result_contradicts") if code else (True, "")
    if plain in map(_plain, answer.failure):
        return False, ""
    if plain in map(_plain, answer.pending):
        return None, "result_pending"
    if _code(answer, word, whole=True):
        return False, ""
    return None, "result_unreadable"


def _code(answer: Answer, reason: str, *, whole: bool = False) -> str:
    """Our code of a reason: by the whole of its words, else by the longest that it contains."""
    plain = _plain(reason)
    if not plain:
        return ""
    known = [(_plain(word), code) for code, words in answer.reasons.items() for word in words]
    for word, code in known:
        if word == plain:
            return code
    inside = [] if whole else [(len(word), code) for word, code in known if word in plain]
    return max(inside, key=lambda found: found[0])[1] if inside else ""


def _account(cell: Any) -> tuple[str, str]:
    """An account as text, and whether Excel has spoilt it: beyond 15 digits its number is lost."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= 10**_EXACT_DIGITS:
            return f"{cell:.14E}", "account_unreadable"
        return _text(cell), ""
    text = re.sub(r"\s", "", half_width(_text(cell))).lstrip("'")
    return text, "account_unreadable" if _SCIENTIFIC.fullmatch(text) else ""


def _amount(text: str) -> tuple[int | None, str]:
    """An amount in 1/10,000 yuan; None where there is none, and whether it can't be read."""
    found = _MONEY.match(half_width(text).strip())
    plain = found[1] if found else text
    if not text:
        return None, ""
    try:
        return parse_amount(plain, FACTOR_YUAN), ""
    except NotExact:
        return None, "amount_unreadable"


def _text(cell: Any) -> str:
    """A cell as the person sees it: a whole number without decimals, others to 15 digits."""
    if cell is None or isinstance(cell, str):
        text = (cell or "").replace("\0", "").strip()
        return text[2:-1] if text.startswith('="') and text.endswith('"') else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if isnan(cell):
            return ""
        if abs(cell) < 10**_EXACT_DIGITS and cell == int(cell):
            return str(int(cell))
        return f"{cell:.15g}"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def _plain(text: str) -> str:
    return re.sub(r"\s", "", half_width(text)).casefold()


def _plain_head(text: str) -> str:
    """A head without blanks, the star of a needed column and a unit: * 金额（元） is 金额."""
    plain = _plain(text).strip("*")
    return re.sub(r"\([^()]*\)$", "", plain) or plain

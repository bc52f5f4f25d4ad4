"""Reads the banks' templates: the wheel's own, then a folder of the office's.

One TOML file a bank; the office's file with the same `code` replaces the wheel's.
"""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from menkou.settlement.banks.template import (
    ANSWER_FIELDS,
    ANSWER_FORMATS,
    ENCODINGS,
    FIELDS,
    FORMATS,
    PLACE,
    PLACES,
    REASONS,
    Answer,
    Column,
    Pain,
    Template,
)

_ONCE = ("account", "name", "amount", "reference")
_NEEDED = ("account", "name", "amount")


class BadTemplate(ValueError):
    """A template that cannot be read; the sentence names file and key."""


class _Table:
    """One table of a TOML file, asked key by key; `done` names the keys nobody asked for."""

    def __init__(self, file: str, path: str, content: Any) -> None:
        self.file, self.path, self.asked = file, path, set[str]()
        if not isinstance(content, dict):
            raise BadTemplate(f"{file}: {path} is no table; write [{path}].")
        self.content: dict[str, Any] = content

    def wrong(self, key: str, sentence: str) -> BadTemplate:
        name = f"{self.path}.{key}" if self.path else key
        return BadTemplate(f"{self.file}: {name} {sentence}")

    def get(self, key: str, default: Any) -> Any:
        self.asked.add(key)
        return self.content.get(key, default)

    def text(self, key: str, *, needed: bool = False, longest: int = 200) -> str:
        value = self.get(key, "")
        if not isinstance(value, str) or len(value) > longest:
            raise self.wrong(key, f"is a text of at most {longest} letters.")
        if needed and not value.strip():
            raise self.wrong(key, "is needed.")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str = "") -> str:
        value = self.get(key, default)
        if value not in choices:
            raise self.wrong(key, f"is one of {', '.join(choices)}.")
        return str(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "is true or false.")
        return value

    def width(self, key: str) -> int:
        value = self.get(key, 0)
        if type(value) is not int or not 0 <= value <= 255:
            raise self.wrong(key, "is a whole number of letters, 0 to 255.")
        return value

    def letter(self, key: str) -> str:
        value = self.text(key)
        if len(value) > 1 or value in ('"', "\r", "\n"):
            raise self.wrong(key, 'is one letter, like "," or "|" or "\\t".')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(word, str) and word.strip() for word in value
        ):
            raise self.wrong(key, 'is a list of texts, like ["户名", "姓名"].')
        return tuple(value)

    def filled(self, key: str, text: str) -> str:
        """The text again, when all its places are ones that can be filled."""
        for place in PLACE.findall(text):
            if place not in PLACES:
                raise self.wrong(key, f"has {{{place}}}; known: {', '.join(PLACES)}.")
        return text

    def lines(self, key: str) -> tuple[tuple[str, ...], ...]:
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(line, list) for line in value):
            raise self.wrong(key, 'is a list of lines, like [["合计", "{count}", "{total}"]].')
        for cell in (cell for line in value for cell in line):
            if not isinstance(cell, str):
                raise self.wrong(key, "has a cell that is no text.")
            self.filled(key, cell)
        return tuple(tuple(line) for line in value)

    def table(self, key: str, *, needed: bool = False) -> "_Table":
        if needed and key not in self.content:
            raise self.wrong(key, f"is needed; write [{key}].")
        path = f"{self.path}.{key}" if self.path else key
        return _Table(self.file, path, self.get(key, {}))

    def done(self) -> None:
        for key in sorted(set(self.content) - self.asked):
            near = get_close_matches(key, sorted(self.asked), n=1)
            raise self.wrong(key, f"means nothing.{f' Is {near[0]} meant?' if near else ''}")


def load(folder: str = "") -> Mapping[str, Template]:
    """Every template by its code; `folder`: the office's own files, "" for none.

    Raises BadTemplate.
    """
    own = files("menkou.settlement.banks") / "data"
    wheel = sorted(
        (path.name, path.read_bytes()) for path in own.iterdir() if path.name.endswith(".toml")
    )
    office = [(path.name, path.read_bytes()) for path in _files_of(folder)]
    templates: dict[str, Template] = {}
    for layer in (wheel, office):
        seen: dict[str, Template] = {}
        for file, content in layer:
            template = parse(file, content)
            if template.code in seen:
                raise BadTemplate(f"{file}: {seen[template.code].source} has the same code.")
            seen[template.code] = template
        templates |= seen
    return MappingProxyType(dict(sorted(templates.items())))


def parse(file: str, content: bytes) -> Template:
    """The template of one file. Raises BadTemplate."""
    try:
        top = _Table(file, "", tomllib.loads(content.decode("utf-8")))
    except UnicodeDecodeError:
        raise BadTemplate(f"{file} is not UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        raise BadTemplate(f"{file} is not TOML: {problem}.") from None
    code = top.text("code", needed=True)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,29}", code):
        raise top.wrong("code", "is small letters, digits and _, at most 30.")
    kind = top.choice("format", FORMATS)
    name = top.filled("file", top.text("file", needed=True))
    if re.search(r'[\\/:*?"<>|\x00-\x1f]', name):
        raise top.wrong("file", "has a letter that no file name may have.")
    template = Template(
        code=code,
        zh=top.text("zh", needed=True),
        en=top.text("en", needed=True),
        format=kind,
        encoding=top.choice("encoding", ENCODINGS, "utf-8"),
        delimiter=_delimiter(top, kind),
        file=name,
        sheet=top.text("sheet", longest=31) or "Sheet1",
        header=top.flag("header", True),
        quoted=top.flag("quoted", False),
        above=top.lines("above"),
        columns=_columns(top, kind),
        below=top.lines("below"),
        pain=_pain(top.table("pain")),
        answer=_answer(top.table("answer", needed=True)),
        source=file,
    )
    top.done()
    return template


def _files_of(folder: str) -> list[Path]:
    if not folder:
        return []
    path = Path(folder)
    if not path.is_dir():
        raise BadTemplate(f"The folder of the office's bank templates, {folder}, is not there.")
    return sorted(path.glob("*.toml"))


def _delimiter(top: _Table, kind: str) -> str:
    letter = top.letter("delimiter")
    if kind == "txt" and not letter:
        raise top.wrong("delimiter", 'is needed for txt, like "|".')
    return letter or ","


def _columns(top: _Table, kind: str) -> tuple[Column, ...]:
    rows = top.get("columns", [])
    if not isinstance(rows, list):
        raise top.wrong("columns", "is a list; write [[columns]].")
    columns = []
    for place, content in enumerate(rows, 1):
        row = _Table(top.file, f"columns[{place}]", content)
        field = row.choice("field", FIELDS)
        value = row.filled("value", row.text("value"))
        if bool(value) != (field == "fixed"):
            raise row.wrong("value", "stands in a fixed column, and in no other.")
        columns.append(Column(row.text("head"), field, row.width("width"), value))
        row.done()
    fields = [column.field for column in columns]
    if kind == "pain001":
        if columns:
            raise top.wrong("columns", "have no place in pain001.")
        return ()
    for field in _NEEDED:
        if field not in fields:
            raise top.wrong("columns", f"lack one with field = {field}.")
    for field in _ONCE:
        if fields.count(field) > 1:
            raise top.wrong("columns", f"have two with field = {field}.")
    return tuple(columns)


def _pain(table: _Table) -> Pain:
    pain = Pain(
        table.text("agent", longest=35),
        table.text("clearing", longest=5),
        table.text("category", longest=4),
    )
    table.done()
    return pain


def _answer(table: _Table) -> Answer:
    kind = table.choice("format", ANSWER_FORMATS, "table")
    heads_of, reasons_of = table.table("heads"), table.table("reasons")
    heads = {field: heads_of.texts(field) for field in ANSWER_FIELDS}
    reasons = {code: reasons_of.texts(code) for code in REASONS}
    heads_of.done()
    reasons_of.done()
    answer = Answer(
        format=kind,
        encoding=table.choice("encoding", ENCODINGS, "utf-8"),
        delimiter=table.letter("delimiter") or ",",
        only_failures=table.flag("only_failures", False),
        heads=MappingProxyType(heads),
        success=table.texts("success"),
        failure=table.texts("failure"),
        pending=table.texts("pending"),
        reasons=MappingProxyType(reasons),
    )
    table.done()
    _check_answer(table, answer)
    return answer


def _check_answer(table: _Table, answer: Answer) -> None:
    if not answer.only_failures and not answer.success:
        raise table.wrong("success", "is needed: the words that mean that it was paid.")
    words = [*answer.success, *answer.failure, *answer.pending]
    for word in words:
        if words.count(word) > 1:
            raise table.wrong("success", f"and its neighbours have “{word}” twice.")
    if answer.format == "pain002":
        return
    if not answer.heads["reference"] and not answer.heads["account"]:
        raise table.wrong("heads.reference", "or heads.account is needed.")
    if not answer.only_failures and not answer.heads["result"]:
        raise table.wrong("heads.result", "is needed, unless only_failures = true.")

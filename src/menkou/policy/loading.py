"""Reads the parameters: the wheel's own (nation, Yunnan, Zhaoyang), then a folder of the office's.

A parameter is a list of dated entries:

    [[minimum_age.work]]
    from = 1995-01-01
    value = 16
    source = "劳动法 第十五条、第九十四条"

All layers are merged by date; of two entries with the same start date the later layer's holds.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

LAYERS = ("nation.toml", "yunnan.toml", "zhaoyang.toml")

Value = int | str | list[int] | list[str]

_KEYS = {"from", "value", "source", "note"}


class BadPolicy(ValueError):
    """A file of parameters that cannot be read; the sentence names file and parameter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a parameter: since when, by what source, from which file."""

    since: date
    value: int | str | tuple[int, ...] | tuple[str, ...]
    source: str
    note: str
    file: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Every parameter with its entries in order of date, and the hash of them all."""

    entries: Mapping[str, tuple[Entry, ...]]
    hash: str


def load(folder: str = "") -> Policy:
    """Reads and merges all layers; `folder`: the office's own files, "" for none.

    An office's file may only set parameters that the wheel knows, with values of the same kind: a
    slip of the pen would otherwise change nothing and say nothing. Raises BadPolicy.
    """
    merged: dict[str, dict[date, Entry]] = {}
    own = files("menkou.policy") / "data"
    for layer in LAYERS:
        _merge(merged, layer, (own / layer).read_text("utf-8"))
    known = set(merged)
    for path in _files_of(folder):
        _merge(merged, path.name, path.read_text("utf-8"), known)
    entries = {
        name: tuple(by_date[since] for since in sorted(by_date))
        for name, by_date in sorted(merged.items())
    }
    return Policy(MappingProxyType(entries), _hash(entries))


def _files_of(folder: str) -> list[Path]:
    if not folder:
        return []
    path = Path(folder)
    if not path.is_dir():
        raise BadPolicy(f"The folder of the office's parameters, {folder}, is not there.")
    return sorted(path.glob("*.toml"))


def _merge(
    merged: dict[str, dict[date, Entry]], file: str, text: str, known: set[str] | None = None
) -> None:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadPolicy(f"{file} is not TOML: {problem}.") from None
    for name, rows in _parameters(file, content):
        if known is not None and name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint = f" Is {near[0]} meant?" if near else ""
            raise BadPolicy(f"{file}: nobody asks for the parameter {name}.{hint}")
        by_date = merged.setdefault(name, {})
        kinds = {_kind(entry.value) for entry in by_date.values()}
        seen: set[date] = set()
        for row in rows:
            entry = _entry(file, name, row)
            if entry.since in seen:
                raise BadPolicy(f"{file}: {name} has two values from {entry.since}.")
            seen.add(entry.since)
            kinds.add(_kind(entry.value))
            if len(kinds) > 1:
                raise BadPolicy(f"{file}: {name} has values of two kinds: {sorted(kinds)}.")
            by_date[entry.since] = entry


def _parameters(
    file: str, table: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, list[Any]]]:
    for key, content in table.items():
        name = f"{path}.{key}" if path else key
        if isinstance(content, dict):
            yield from _parameters(file, content, name)
        elif isinstance(content, list):
            yield name, content
        else:
            raise BadPolicy(f"{file}: write [[{path or key}]] with from, value and source.")


def _entry(file: str, name: str, row: Any) -> Entry:
    if not isinstance(row, dict):
        raise BadPolicy(f"{file}: write [[{name}]] with from, value and source.")
    if unknown := sorted(set(row) - _KEYS):
        raise BadPolicy(f"{file}: {name} has unknown keys: {', '.join(unknown)}.")
    since, source, note = row.get("from"), row.get("source"), row.get("note", "")
    if not isinstance(since, date) or isinstance(since, datetime):
        raise BadPolicy(f"{file}: {name} needs a day, like from = 2022-10-01.")
    if not isinstance(source, str) or not source.strip():
        raise BadPolicy(f"{file}: {name} from {since} needs its source: law and article.")
    if not isinstance(note, str):
        raise BadPolicy(f"{file}: the note of {name} from {since} is no text.")
    value: Any = row.get("value")
    value = tuple(value) if isinstance(value, list) else value
    if not _kind(value):
        raise BadPolicy(
            f"{file}: the value of {name} from {since} is a whole number, a text, or a list of "
            "whole numbers or of texts."
        )
    return Entry(since, value, source, note, file)


def _kind(value: Any) -> str:
    """The kind of a value in words; empty for what no parameter may be (floats, for one)."""
    if isinstance(value, tuple):
        kinds = {_kind(part) for part in value}
        return f"list of {kinds.pop()}" if kinds in ({"number"}, {"text"}) else ""
    if isinstance(value, bool):
        return ""
    return {int: "number", str: "text"}.get(type(value), "")


def _hash(entries: Mapping[str, tuple[Entry, ...]]) -> str:
    """Of the content alone: the same on every machine, whatever file an entry came from."""
    content = {
        name: [[str(e.since), e.value, e.source, e.note] for e in dated]
        for name, dated in entries.items()
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

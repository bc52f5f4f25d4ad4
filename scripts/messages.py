"""Collects every sentence of the screens into locale/en/…/django.po, keeping what is translated.

`python scripts/messages.py [FRAGMENT.po …]` takes translations over from fragments. It prints the
sentences that still want English, and exits non-zero if there are any. No gettext is needed.
"""

import ast
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from babel.messages.extract import extract_python
from django.apps import apps
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "menkou"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "gettext_noop")


def sentences(path: Path) -> Iterator[tuple[str, str | None]]:
    """(msgid, plural) of each translatable sentence of a template or a Python file."""
    text = path.read_text()
    if path.suffix == ".html":
        text = templatize(text, origin=str(path))
    source = io.BytesIO(text.encode())
    found = extract_python(source, KEYWORDS, [], {"encoding": "utf-8"})
    try:
        for _line, function, message, _comments in found:
            parts = [message] if isinstance(message, str) else [m for m in message or () if m]
            if not parts:
                continue
            if "ngettext" in (function or "") and len(parts) > 1:
                yield parts[0], parts[1]
            else:
                yield parts[-1] if function == "pgettext" else parts[0], None
    except SyntaxError:
        for line in text.splitlines():  # a template's remains: sentence by sentence
            yield from _line(line)


def model_words(path: Path) -> Iterator[str]:
    """Labels of choices, sentences of constraints: models say them plainly, screens translate."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.keyword) and node.arg == "violation_error_message":
            yield from _text(node.value)
        elif isinstance(node, ast.ClassDef) and "Choices" in ast.dump(ast.List(node.bases)):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    yield from _text(line.value.elts[-1])


def _text(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _line(line: str) -> Iterator[tuple[str, str | None]]:
    source = io.BytesIO(line.strip().encode())
    try:
        for _no, _function, message, _comments in extract_python(source, KEYWORDS, [], {}):
            if isinstance(message, str):
                yield message, None
            elif message and message[0]:
                yield message[0], message[1] if len(message) > 1 else None
    except SyntaxError:
        return


def collect() -> dict[str, tuple[str | None, set[str]]]:
    """Each msgid with its plural and the files that say it; only sentences with Chinese in them."""
    found: dict[str, tuple[str | None, set[str]]] = {}
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]):
        if "migrations" in path.parts:
            continue
        for msgid, plural in sentences(path):
            if any(letter >= "\u2e80" for letter in msgid):
                other, places = found.setdefault(msgid, (plural, set()))
                places.add(str(path.relative_to(SOURCE)))
                if other != plural:  # a catalogue has one entry for it, and one of them no English
                    raise SystemExit(f"with and without a plural: {msgid} in {sorted(places)}")
        if path.suffix == ".py" and "models" in path.parts:
            for msgid in model_words(path):
                found.setdefault(msgid, (None, set()))[1].add(str(path.relative_to(SOURCE)))
    for msgid, model in labels():
        found.setdefault(msgid, (None, set()))[1].add(model)
    return found


def labels() -> Iterator[tuple[str, str]]:
    """(sentence, model) of each choice and each constraint's own sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    django.setup()
    for model in apps.get_models():
        if not model.__module__.startswith("menkou."):
            continue
        for field in model._meta.local_fields:
            for _value, label in field.choices or ():
                yield str(label), model.__name__
        for constraint in model._meta.constraints:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                yield str(constraint.violation_error_message), model.__name__


def main() -> int:
    known: dict[str, polib.POEntry] = {}
    for path in [PO, *map(Path, sys.argv[1:])]:
        if path.exists():
            known |= {entry.msgid: entry for entry in polib.pofile(str(path)) if entry.translated()}
    merged = polib.POFile(wrapwidth=96)
    merged.metadata = {
        "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit",
        "Language": "en", "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    lacking = []
    for msgid, (plural, places) in sorted(collect().items()):
        old = known.get(msgid)
        entry = polib.POEntry(
            msgid=msgid, occurrences=[(place, "") for place in sorted(places)],
            flags=[flag for flag in (old.flags if old else []) if flag != "fuzzy"],
        )
        if "%(" in msgid and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = old.msgstr_plural if old and old.msgstr_plural else {0: "", 1: ""}
        elif old:
            entry.msgstr = old.msgstr or old.msgstr_plural.get(1, "")
        if not entry.translated():
            lacking.append(msgid)
        merged.append(entry)
    PO.parent.mkdir(parents=True, exist_ok=True)
    merged.save(str(PO))
    merged.save_as_mofile(str(PO.with_suffix(".mo")))
    for msgid in lacking:
        print(f"no English: {msgid}")
    print(f"{len(merged)} sentences, {len(lacking)} without English")
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main())

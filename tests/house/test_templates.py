"""Rules about the templates and the words of the house itself."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_python
from django.apps import apps
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[2] / "src" / "menkou"
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
CHINESE = re.compile(r"[\u4e00-\u9fff、。，：；？！（）《》]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def messages(source: bytes) -> Iterator[str]:
    for _line, _function, found, _comments in extract_python(BytesIO(source), KEYWORDS, [], {}):
        for one in found if isinstance(found, tuple) else (found,):
            if one:
                yield one


def all_messages() -> dict[str, str]:
    """Every message that may be shown -> where it was found."""
    found: dict[str, str] = {}
    for path in TEMPLATES:
        text = templatize(path.read_text(), origin=str(path))
        for one in messages(text.encode()):
            found.setdefault(one, path.name)
    for path in HOUSE.glob("**/*.py"):
        if "migrations" not in path.parts:
            for one in messages(path.read_bytes()):
                found.setdefault(one, path.name)
    for model in apps.get_models():
        if not model.__module__.startswith("menkou"):
            continue
        for field in model._meta.local_fields:
            for _value, label in field.choices or ():
                found.setdefault(str(label), f"{model.__name__}.{field.name}")
        for constraint in model._meta.constraints:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                found.setdefault(str(constraint.violation_error_message), constraint.name)
    return {one: where for one, where in found.items() if CHINESE.search(one)}


def test_every_message_has_its_english() -> None:
    english = {entry.msgid: entry for entry in polib.pofile(str(PO)) if not entry.obsolete}
    missing = []
    for one, where in all_messages().items():
        entry = english.get(one)
        if entry is None or not (entry.msgstr or any(entry.msgstr_plural.values())):
            missing.append(f"{where}: {one}")
    assert not missing, "\n".join(sorted(missing))


def test_english_keeps_the_places_of_the_values() -> None:
    wrong = []
    for entry in polib.pofile(str(PO)):
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            if said and not set(PLACEHOLDER.findall(said)) <= wanted:
                wrong.append(entry.msgid)
            if said and CHINESE.search(said):
                wrong.append(entry.msgid)
    assert not wrong, "\n".join(wrong)


def without_tags(text: str) -> str:
    """A template's own text: no comments, no tags and variables of Django, no translated blocks."""
    text = re.sub(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(
        r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", "", text, flags=re.DOTALL
    )
    return re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)


# The name of the house stays in its own letters in any language; 甲 is the face of a sample.
OWN_LETTERS = {"门", "口", "甲"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_word_stands_outside_a_translation(path: Path) -> None:
    left = [
        line.strip()
        for line in without_tags(path.read_text()).splitlines()
        if set(CHINESE.findall(line)) - OWN_LETTERS
    ]
    assert not left


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_fits_the_content_security_policy(path: Path) -> None:
    text = without_tags(path.read_text())
    assert not re.search(r"\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    assert not re.search(r"javascript:", text), "javascript address"
    for script in re.findall(r"<script\b[^>]*>(.*?)</script>", text, flags=re.DOTALL):
        assert not script.strip(), "inline script"


@pytest.mark.parametrize(
    "path",
    [*TEMPLATES, *HOUSE.glob("**/static/**/*.js"), *HOUSE.glob("**/static/**/*.css")],
    ids=lambda path: path.name,
)
def test_nothing_comes_from_another_host(path: Path) -> None:
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]{2,}", text)


def spoken(tree: ast.Module) -> set[int]:
    """Lines and columns are not enough to tell strings apart, so their identity is taken."""
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in KEYWORDS:
                said |= {id(part) for argument in node.args for part in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(id(node.value))
    return said


@pytest.mark.parametrize(
    "path",
    sorted((HOUSE / "web").glob("**/*.py")),
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_no_message_hides_in_an_f_string(path: Path) -> None:
    """Those who collect messages do not look into f-strings."""
    hidden = [
        ast.unparse(call)
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden


# words.py says days and roles in both languages by itself; names of apps are shown nowhere.
SPEAKS_BOTH = {"words.py", "apps.py"}
OWN_WORDS = {"中文"}  # what a language calls itself


@pytest.mark.parametrize(
    "path",
    [p for p in sorted((HOUSE / "web").glob("**/*.py")) if p.name not in SPEAKS_BOTH],
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_no_word_of_a_screen_stands_outside_gettext(path: Path) -> None:
    tree = ast.parse(path.read_text())
    said = spoken(tree)
    left = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in said
        and node.value not in OWN_WORDS
        and not node.value.startswith("(")  # a pattern
    ]
    assert not left

"""Enter in a form presses its first button: that is the main one, never a look or a side act."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2] / "src" / "menkou"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
BUTTON = re.compile(r"<button\b[^>]*>|<c-button\b[^>]*>|<c-enter\b[^>]*>", re.DOTALL)
NOT_TYPED = r"type=\"(?:hidden|file|checkbox|radio)\""
TYPED = re.compile(rf"<input\b(?![^>]*{NOT_TYPED})|<c-field|\{{\{{ ?form\.")
MAIN = re.compile(r"class=\"[^\"]*\b(main|done|ok)\b")


def whole(path: Path) -> str:
    """A template with what it includes."""
    def included(found: "re.Match[str]") -> str:
        one = path.parent.parent / found[1]
        return one.read_text() if one.exists() else ""

    return re.sub(r"{%\s*include \"([\w/]+\.html)\".*?%}", included, path.read_text())


def presses(form: str) -> list[str]:
    """The buttons of a form that send it, in the order in which Enter looks for one."""
    return [
        one for one in BUTTON.findall(form)
        if not re.search(r"type=\"(button|reset)\"|\bhref=", one)
    ]


def different(buttons: list[str]) -> bool:
    """Whether it matters which of them is pressed."""
    said = re.compile(r"(?:name|value|press)=\"([^\"]*)\"")
    return len({tuple(said.findall(one)) for one in buttons}) > 1


FORMS = [
    pytest.param(form, id=f"{path.parent.name}-{path.stem}-{n}")
    for path in sorted((HOUSE / "web").glob("**/templates/**/*.html"))
    for n, form in enumerate(FORM.findall(whole(path)))
    if TYPED.search(form) and different(presses(form))
]


@pytest.mark.parametrize("form", FORMS)
def test_enter_presses_the_main_button(form: str) -> None:
    buttons = presses(form)
    if not any(MAIN.search(one) for one in buttons):
        return
    first = buttons[0]
    said = re.search(r"<c-enter press=\"(\w+)\"", first)
    assert said or MAIN.search(first), f"Enter presses {first}"
    if said:
        assert any(MAIN.search(one) and f'value="{said[1]}"' in one for one in buttons[1:])


def test_the_forms_with_a_look_are_among_them() -> None:
    named = {str(one.id) for one in FORMS}
    for form in ("orders-add-0", "orders-give-0", "orders-many-1", "orders-product_add-0",
                 "orders-operation_add-0"):
        assert form in named

"""A list to choose from says what Django's own template says."""

from typing import Any

from django.forms import Select
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from menkou.web.parts.renderer import Renderer

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=6) | st.sampled_from(
    ['a"b', "<b>&amp;", "'>", "示例 甲", ""]
)
CHOICE = st.tuples(TEXT | st.integers(), TEXT)
CHOICES = st.lists(
    CHOICE | st.tuples(TEXT.filter(bool), st.lists(CHOICE, max_size=3)), max_size=5
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "required", "data-next", "title"]), TEXT | st.booleans(), max_size=4
)


@given(CHOICES, ATTRIBUTES, TEXT | st.integers() | st.none())
def test_it_is_drawn_as_by_the_template(
    choices: Any, attributes: dict[str, Any], chosen: Any
) -> None:
    field = Select(attributes, choices)
    drawn, by_template = (
        str(field.render("what", chosen, renderer=one)) for one in (Renderer(), DjangoTemplates())
    )
    assert parse_html(drawn) == parse_html(by_template)


def test_what_is_markup_already_stays_so() -> None:
    field = Select({}, [("1", mark_safe("a&nbsp;b"))])
    assert "a&nbsp;b</option>" in field.render("what", "1", renderer=Renderer())

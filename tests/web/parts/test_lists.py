"""Every list, shown on a small one: accounts."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import ngettext_lazy

from menkou.identity.models import User
from menkou.web.parts.edge import Edge
from menkou.web.parts.lists import Filters, ListScreen, OneOf
from menkou.web.parts.tables import A, Badge, Moment, Number, Table, Title


class NameFilters(Filters):
    kind = OneOf(label="哪一种", choices=[("staff", "办公"), ("worker", "做活")])
    language = OneOf(label="语言", choices=[("en", "English")])

    def search(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(shown_name__contains=value)


class NameTable(Table):
    shown_name = Title("姓名", linkify=("user", [A("pk")]))
    kind = Badge("哪一种", kinds={"worker": "calm"}, named={"staff": "办公", "worker": "做活"})
    failed = Number("错过几次")
    last_login = Moment("上次登录")

    class Meta(Table.Meta):
        order_by = "shown_name"
        row_attrs = {"class": lambda record: "heed" if record.failed else ""}


class Names(ListScreen):
    verb = "identity.see_home"
    title = "账号"
    counted = ngettext_lazy("%(n)s 个账号", "%(n)s 个账号", "n")
    hint = "姓名"
    table, filters = NameTable, NameFilters
    quick = ("kind",)
    empty = ("还没有账号", "先开一个。")

    def rows(self) -> Any:
        return User.objects.filter(login__startswith="p")


@pytest.fixture
def people(officer: User) -> User:
    """Thirty workers and one of the office."""
    User.objects.bulk_create(
        User(login=f"p{n:02}", shown_name=f"示例{n:02}", kind="worker", failed=n % 3)
        for n in range(30)
    )
    User.objects.create(login="p-office", shown_name="=示例申", kind="staff")
    return officer


def shown(user: User, query: str = "") -> HttpResponse:
    request = RequestFactory().get(f"/{query}")
    request.user = user
    request.session = {}
    return Edge(Names.as_view())(request)


def html(user: User, query: str = "") -> str:
    return shown(user, query).content.decode()


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', text)


def test_it_says_how_many_and_shows_a_page(
    people: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        text = html(people)
    assert "共 31 个账号" in text
    assert len(names(text)) == 25
    assert "第 1 到 25，共 31 个账号" in text


def test_pages_go_on_and_never_repeat_a_row(people: User) -> None:
    first, second = names(html(people)), names(html(people, "?page=2"))
    assert len({*first, *second}) == 31
    assert names(html(people, "?page=99")) == second  # beyond the last is the last


def test_search_takes_full_width_letters_and_says_what_it_found(people: User) -> None:
    text = html(people, "?q=２９")
    assert names(text) == ["示例29"]
    assert "找到 1 个账号" in text


def test_filters_stand_in_the_address_and_as_chips(people: User) -> None:
    text = html(people, "?kind=staff&sort=-failed")
    assert names(text) == ["=示例申"]
    assert "哪一种：办公" in text
    assert 'href="?sort=-failed"' in text  # the chip leads to the same list without it


def test_choices_that_are_not_in_use_are_offered(people: User) -> None:
    assert re.search(r'<a class="chip" href="\?kind=worker">\s*做活', html(people))


def test_heads_sort_and_say_so(people: User) -> None:
    text = html(people, "?sort=-failed")
    assert re.search(r'<th scope="col" class="num" aria-sort="descending">', text)
    first = names(text)
    assert first[:2] == ["示例29", "示例26"]  # equal rows keep one order
    assert "sort=failed" in text


def test_nonsense_in_the_address_does_no_harm(people: User) -> None:
    assert shown(people, "?sort=nothing&kind=nobody&page=x").status_code == 200


def test_nothing_found_says_how_to_go_on(people: User) -> None:
    text = html(people, "?q=没有&kind=staff")
    assert "没有找到“没有”" in text
    assert "条件都去掉" in text


def test_an_empty_list_says_what_to_do_next(officer: User) -> None:
    text = html(officer)
    assert "还没有账号" in text
    assert "先开一个。" in text
    assert "导出" not in text


def test_on_a_phone_each_cell_says_its_head(people: User) -> None:
    text = html(people)
    assert '<td data-label="错过几次" class="num">' in text
    assert '<tr class="heed' in text


def sheet(response: HttpResponse) -> str:
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        shared = book.read("xl/sharedStrings.xml").decode()
        return shared + book.read("xl/worksheets/sheet1.xml").decode()


def test_excel_has_just_what_is_shown_on_all_pages(people: User) -> None:
    response = shown(people, "?kind=worker&export=xlsx")
    text = sheet(response)
    assert text.count("示例") == 30
    assert "申" not in text
    assert ".xlsx" in response["Content-Disposition"]


def test_numbers_leave_as_numbers_and_words_as_text(people: User) -> None:
    text = sheet(shown(people, "?export=xlsx"))
    assert re.search(r'<c r="C2" s="\d+"><v>', text)  # a number: no t="s"
    assert re.search(r'<c r="A2" s="\d+" t="s">', text)
    assert "<f>" not in text


def test_csv_is_read_by_excel_and_computes_nothing(people: User) -> None:
    response = shown(people, "?export=csv&kind=staff")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "'=示例申,办公,0," in response.content.decode()

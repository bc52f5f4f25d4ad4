"""The page that an auditor loves: every red flag by rule, with who, what, when and a link."""

from datetime import date
from typing import Any

import pytest

from menkou.identity import clock
from menkou.identity.models import User
from menkou.policy.flags import FLAGS
from menkou.registry.models import Community, Person
from tests.builders import Floor, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_of_the_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment(date(2022, 2, 18), "10:00"))


@pytest.fixture
def two(floor: Floor) -> list[Person]:
    found = [floor.weaver("示例甲"), floor.weaver("示例乙")]
    Person.objects.filter(pk__in=[one.pk for one in found]).update(
        bank=b"x", bank_index=b"1" * 16
    )
    return found


def test_it_is_grouped_by_rule_with_count_level_words_and_source(
    door: Any, read: Any, auditor: User, two: list[Person]
) -> None:
    page = door(auditor).get("/office/flags/")
    said = read(page)
    assert "看到 2022 年 2 月 18 日 为止" in said
    assert "几个人用同一张银行卡 请核对 2 依据：保障农民工工资支付条例 第十一条、第五十四条" in said
    assert "示例甲 2 月 18 日 2 个人用这一张" in said
    assert "在做活，没有登记身份证号 请核对 2" in said
    assert f'href="/people/{two[0].pk}/"' in page.content.decode()
    assert "当场就拦下的" in said
    assert "签字图样重复用" in said


def test_it_is_sorted_out_by_rule_level_community_and_day(
    door: Any, read: Any, officer: User, floor: Floor, two: list[Person]
) -> None:
    client = door(officer)
    one = read(client.get("/office/flags/?rule=shared_card"))
    assert "示例乙" in one
    assert "在做活，没有登记身份证号 请核对" not in one
    assert "这一条没有" in read(client.get("/office/flags/?rule=two_heads"))
    assert "没有要留意的" in read(client.get("/office/flags/?level=alarm"))
    assert "没有要留意的" in read(client.get("/office/flags/?day=2021-12-31"))
    other = Community.objects.create(site=floor.community.site, name="红路二社区")
    assert "示例甲" not in read(client.get(f"/office/flags/?community={other.pk}"))
    assert "示例甲" in read(client.get(f"/office/flags/?community={floor.community.pk}"))
    beyond = client.get("/office/flags/?community=999999")
    assert beyond.status_code == 200
    assert "没有这一项" in read(beyond)


def test_it_leaves_as_a_file(door: Any, officer: User, two: list[Person]) -> None:
    text = door(officer).get("/office/flags/?export=csv").content.decode("utf-8-sig")
    assert text.startswith("哪一条,轻重,依据,谁、哪里,哪天,是什么")
    assert "几个人用同一张银行卡,请核对," in text
    assert door(officer).get("/office/flags/?export=xlsx").status_code == 200


def test_it_costs_few_queries(
    door: Any, officer: User, floor: Floor, two: list[Person], django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        floor.weaver(f"示例{number}")
    client = door(officer)
    for query in ("", "?rule=id_missing", "?export=csv"):
        with django_assert_max_num_queries(10):
            assert client.get(f"/office/flags/{query}").status_code == 200


def test_who_may_read_it(door: Any, clerk: User, enterprise: User, community_officer: User) -> None:
    assert door(clerk).get("/office/flags/").status_code == 403
    assert door(enterprise).get("/office/flags/").status_code == 403
    assert door(community_officer).get("/office/flags/").status_code == 200


def test_her_own_page_says_it_where_it_is_mended(
    door: Any, read: Any, community_officer: User, clerk: User, two: list[Person]
) -> None:
    said = f"要留意 {FLAGS['id_missing'].zh} (禁止使用童工规定 第四条)"
    assert said in read(door(community_officer).get(f"/people/{two[0].pk}/"))
    assert "要留意 " not in read(door(clerk).get(f"/people/{two[0].pk}/"))

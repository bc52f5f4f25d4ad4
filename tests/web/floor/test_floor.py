"""Attendance as the clerk records it and the office reads it."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from menkou.facts.models import Fact, Tray
from menkou.identity import clock
from menkou.registry.models import Person
from menkou.work.models import Attendance, TimeRate
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text
from tests.work.attending import attend, held, next_door
from tests.work.telling import proved

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 14)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    return floor()


@pytest.fixture
def desk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


def at(hall: Floor, page: str = "") -> str:
    return f"/floor/{hall.workshop.pk}/{page}"


def entries(page: Any) -> dict[str, str]:
    """What a browser would send of the day's form."""
    html = page.content.decode()
    found = {
        name: value for name, value in re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html
        ) if name != "csrfmiddlewaretoken"
    }
    found |= dict(re.findall(r'type="radio"[^>]*name="([^"]+)" value="([^"]+)" checked', html))
    for name, inside in re.findall(r'<select name="([^"]+)">(.*?)</select>', html, re.DOTALL):
        found[name] = re.findall(r'value="([^"]+)" selected', inside)[0]
    return found


def send_cells(desk: Client, hall: Floor, *cells: str, key: str = "") -> str:
    html = desk.get(at(hall)).content.decode()
    key = key or re.findall(r'name="key" value="([^"]+)"', html)[0]
    answer = desk.post(at(hall, "record/?month=2022-01"), {"key": key, "cell": cells}, follow=True)
    assert answer.status_code == 200
    return text(answer)


# The day, on a phone

def test_all_who_came_yesterday_are_preset_and_nothing_is_kept_before_the_press(
    desk: Client, hall: Floor
) -> None:
    wang, ma = hall.weaver("王芳"), hall.weaver("马丽")
    yesterday = date(2022, 1, 13)
    hall.send(attend(hall, wang, day=yesterday), attend(hall, wang, "pm", day=yesterday),
              attend(hall, ma, "pm", day=yesterday))
    page = desk.get(at(hall, "day/"))
    sent = entries(page)
    assert (sent[f"p.{wang.pk}"], sent[f"p.{ma.pk}"]) == ("both", "pm")
    assert "2 人这天还没有记" in text(page)
    assert Attendance.objects.filter(day=TODAY).count() == 0
    done = desk.post(at(hall, "day/"), sent, follow=True)
    assert "记好了 3 个半天" in text(done)
    assert [row[1] for row in held(wang) if row[0] == TODAY] == ["am", "pm"]
    assert "还没记" not in text(done)
    assert proved()


def test_a_second_press_of_the_same_page_doubles_nothing(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    sent = entries(desk.get(at(hall, "day/"))) | {f"p.{wang.pk}": "both"}
    desk.post(at(hall, "day/"), sent)
    assert "没有要改的" in text(desk.post(at(hall, "day/"), sent, follow=True))
    assert Fact.objects.count() == 2


@pytest.mark.parametrize(("pattern", "more", "stands"), [
    ("leave", {}, [("am", 0, "personal"), ("pm", 0, "personal")]),
    ("am", {}, [("am", 240, "")]),
    ("other", {"am": "180", "pm": "sick"}, [("am", 180, ""), ("pm", 0, "sick")]),
])
def test_each_button_says_what_it_does(
    desk: Client, hall: Floor, pattern: str, more: dict[str, str], stands: list[Any]
) -> None:
    wang = hall.weaver("王芳")
    sent = entries(desk.get(at(hall, "day/"))) | {f"p.{wang.pk}": pattern}
    sent |= {f"{half}.{wang.pk}": value for half, value in more.items()}
    desk.post(at(hall, "day/"), sent)
    rows = Attendance.objects.order_by("half").values_list("half", "minutes", "leave")
    assert list(rows) == stands


def test_what_stands_is_corrected_and_cleared_by_an_undo(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang), attend(hall, wang, "pm"))
    sent = entries(desk.get(at(hall, "day/"))) | {
        f"p.{wang.pk}": "other", f"am.{wang.pk}": "120", f"pm.{wang.pk}": "-",
    }
    desk.post(at(hall, "day/"), sent)
    assert held(wang) == [(TODAY, "am", "藤编车间", 120)]
    assert sorted(Fact.objects.exclude(replaces=None).values_list("kind", flat=True)) == [
        "attend", "undo",
    ]
    assert proved()


def test_who_is_at_another_workshop_waits_and_its_name_is_said(desk: Client, hall: Floor) -> None:
    wang, other = hall.weaver("王芳"), next_door(hall)
    hall.send(attend(hall, wang, place=other))
    sent = entries(desk.get(at(hall, "day/"))) | {f"p.{wang.pk}": "am"}
    said = text(desk.post(at(hall, "day/"), sent, follow=True))
    assert "王芳：没有记上，先放着。这半天已经记在“竹编车间”" in said
    row = Tray.objects.get(state="waiting")
    assert "这半天已经记在“竹编车间”" in text(desk.get(f"/office/tray/{row.pk}/"))
    assert "这半天已经记在“竹编车间”" in text(desk.get(at(hall, f"people/{wang.pk}/")))


def test_a_day_that_has_not_come_is_not_recorded(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    sent = entries(desk.get(at(hall, "day/"))) | {f"p.{wang.pk}": "both", "day": "2022-01-15"}
    desk.post(at(hall, "day/"), sent)
    assert set(Attendance.objects.values_list("day", flat=True)) == {TODAY}


# The sheet

def test_the_sheet_counts_days_in_halves_hours_and_leave(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang), attend(hall, wang, "pm", 200),
              attend(hall, wang, day=date(2022, 1, 13)),
              attend(hall, wang, "pm", leave="sick", day=date(2022, 1, 13)))
    page = desk.get(at(hall))
    assert "√ △ 1.5 11.3 0.5" in text(page)
    assert "来了 4.0 小时 · 示例庚 3 月 1 日 20:00" in page.content.decode()
    assert text(desk.get("/floor/", follow=True)) == text(page) or page.status_code == 200


def test_changed_cells_are_one_list_of_facts(desk: Client, hall: Floor) -> None:
    wang, ma = hall.weaver("王芳"), hall.weaver("马丽")
    hall.send(attend(hall, wang))
    said = send_cells(desk, hall, f"{wang.pk} 14.am - 240", f"{ma.pk} 3.pm 240 -",
                      f"{ma.pk} 4.am personal -")
    assert "记好了 3 个半天" in said
    assert held(wang) == []
    assert held(ma) == [(date(2022, 1, 3), "pm", "藤编车间", 240),
                        (date(2022, 1, 4), "am", "藤编车间", 0)]


def test_what_somebody_else_changed_meanwhile_is_left_and_named(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang, leave="sick"))
    assert "王芳 刚才有人改过，没有动" in send_cells(desk, hall, f"{wang.pk} 14.am 240 -")
    assert held(wang) == [(TODAY, "am", "藤编车间", 0)]


@pytest.mark.parametrize("cell", [
    "", "x", "1 2 3 4 5", "{p} 14.am 400 -", "{p} 32.am 240 -", "{p} 14.noon 240 -",
    "{p} 14.am robbed -", "{p} 15.am 240 -", "999999 14.am 240 -", "{p} 14.am ²40 -",
])
def test_a_cell_that_is_none_changes_nothing(desk: Client, hall: Floor, cell: str) -> None:
    send_cells(desk, hall, cell.format(p=hall.weaver("王芳").pk))
    assert not Fact.objects.exists()


def test_the_page_costs_ten_queries_at_most(desk: Client, hall: Floor) -> None:
    people: list[Person] = [hall.weaver(f"织工{n}") for n in range(30)]
    other = next_door(hall)
    hall.send(*(attend(hall, one, place=other) for one in people[:3]))
    hall.send(*(attend(hall, one) for one in people))
    for page in ("", "day/", f"people/{people[0].pk}/", "rate/", "print/"):
        with CaptureQueriesContext(connection, ) as asked:
            answer = desk.get(at(hall, page))
        assert answer.status_code == 200
        assert len(asked) <= 10, (page, [one["sql"][:90] for one in asked])


def test_a_full_page_is_light_enough_for_a_slow_line(desk: Client, hall: Floor) -> None:
    people = [hall.weaver(f"示例织工{n}") for n in range(26)]
    for day in range(1, 14):
        hall.send(*(
            attend(hall, one, half, day=date(2022, 1, day))
            for one in people for half in ("am", "pm")
        ))
    answer = desk.get(at(hall), headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 50_000


def test_the_sheet_leaves_in_the_columns_of_the_office(desk: Client, hall: Floor) -> None:
    hall.send(attend(hall, hall.weaver("王芳")))
    answer = desk.get(at(hall), {"export": "xlsx"})
    inside = ZipFile(BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    for words in ("序号", "姓名", "上午", "出勤天数", "本人签字", "王芳", "√"):
        assert words in inside


def test_on_paper_it_has_a_legend_and_lines_to_sign(desk: Client, hall: Floor) -> None:
    hall.send(attend(hall, hall.weaver("王芳")))
    page = text(desk.get(at(hall, "print/")))
    for words in ("考勤表", "示例藤编合作社 · 藤编车间", "√ 来了", "本人签字", "考勤员"):
        assert words in page


def test_a_persons_month_shows_what_was_corrected_and_by_whom(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    first = attend(hall, wang)
    hall.send(first)
    hall.send(attend(hall, wang, minutes=120, replaces=first))
    page = text(desk.get(at(hall, f"people/{wang.pk}/")))
    assert "△ 来了 2.0 小时 示例庚" in page
    assert "√ 来了 4.0 小时 示例庚" in page


def test_a_time_rate_is_set_from_the_sheet(desk: Client, hall: Floor) -> None:
    wang = hall.weaver("王芳")
    hall.send(attend(hall, wang))
    sent = {"per": "half_day", "amount": "40", "rate_class": "standard", "from_day": "2022-01-01"}
    assert "定好了计时工价" in text(desk.post(at(hall, "rate/"), sent, follow=True))
    assert TimeRate.objects.get().amount == 400_000
    assert hall.owed(wang) == 400_000
    refused = text(desk.post(at(hall, "rate/"), sent | {"amount": "30"}))
    assert "不能往回降" in refused


def test_who_may_only_look_gets_no_entries(hall: Floor) -> None:
    from tests.web.conftest import account, granted

    hall.send(attend(hall, hall.weaver("王芳")))
    client = Client()
    client.force_login(granted(account("audit", "示例审"), "auditor", site=hall.community.site))
    assert "data-grid" not in client.get(at(hall)).content.decode()
    assert client.get(at(hall, "day/")).status_code == 403
    assert client.post(at(hall, "record/")).status_code == 403

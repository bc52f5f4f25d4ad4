"""What she says is not right: listed by when an answer is due, heard, answered."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from menkou.settlement.actions.replies import keep_sound, object_to
from menkou.settlement.models import Item, Objection
from tests.settlement.ground import FEB_1, Payroll
from tests.web.pay.conftest import MORNING
from tests.web.pay.test_period import page, press

pytestmark = pytest.mark.django_db
Seat = Callable[..., Client]
Read = Callable[[Any], str]
OGG = b"OggS" + b"\0" * 60


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def objected(month: Payroll, name: str, **more: Any) -> Objection:
    """She works, the month is closed, she objects."""
    ma = month.hall.weaver(name)
    month.worked(ma, 20)
    month.close()
    given = {"reason": "count", "how": "told", "by": month.hall.clerk, "at": FEB_1} | more
    return object_to(slip=month.slip(ma), **given)


def test_she_is_answered_and_what_she_lacks_waits_for_another(
    month: Payroll, seat: Seat, read: Read
) -> None:
    row, clerk = objected(month, "马丽"), seat("clerk")
    assert "2 月 6 日" in read(page(clerk, "objections", query="?state=open"))
    assert "请选一项" in read(press(clerk, "answer-objection", row.pk))
    assert "要写补多少钱" in read(press(clerk, "answer-objection", row.pk, why="paid_extra"))
    text = read(press(clerk, "answer-objection", row.pk, why="paid_extra", amount="2.8",
                      day="2022-01-14"))  # fmt: skip
    assert "答复了" in text
    item = Item.objects.get()
    assert (item.amount, item.code, item.verdict) == (2_8000, "correction", "entered")
    assert "她说得对" in read(page(clerk, "objection", row.pk))
    assert "已经答复过了" in read(press(clerk, "answer-objection", row.pk, why="explained"))
    assert "没有这样的" in read(page(clerk, "objections", query="?state=open"))


def test_what_is_overdue_stands_first_and_says_so(month: Payroll, seat: Seat, read: Read) -> None:
    objected(month, "马丽")
    with time_machine.travel(MORNING + timedelta(days=9), tick=False):
        clerk = seat("clerk")
        answer = page(clerk, "objections")
        assert "过了期限没答复" in read(answer)
        assert 'class="alert' in answer.content.decode()


def test_her_voice_is_heard_only_within_the_scope_and_only_as_a_sound(
    month: Payroll, seat: Seat, media: Path
) -> None:
    row = objected(month, "马丽", how="sound", sound=keep_sound(OGG))
    clerk = seat("clerk")
    assert reverse("pay:sound", args=[row.pk]) in page(clerk, "objection", row.pk).content.decode()
    heard = clerk.get(reverse("pay:sound", args=[row.pk]))
    assert heard["Content-Type"] == "audio/ogg"
    assert heard["X-Content-Type-Options"] == "nosniff"
    assert heard.content == OGG
    other = Payroll()
    strange = objected(other, "王芳", how="sound", sound=keep_sound(OGG))
    assert clerk.get(reverse("pay:sound", args=[strange.pk])).status_code == 404
    assert clerk.get(reverse("pay:objection", args=[strange.pk])).status_code == 404


@pytest.mark.parametrize("name", ["", "../secret.ogg", "0" * 32 + ".html", "0" * 32 + ".ogg"])
def test_nothing_but_a_recording_is_served(
    month: Payroll, seat: Seat, media: Path, name: str
) -> None:
    (media / "sounds").mkdir()
    (media / "secret.ogg").write_bytes(OGG)
    (media / "sounds" / ("0" * 32 + ".html")).write_text("<p>")
    row = objected(month, "马丽", sound=name)
    assert seat("clerk").get(reverse("pay:sound", args=[row.pk])).status_code == 404


def test_pages_of_objections_ask_few_queries(
    month: Payroll, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    row, clerk = objected(month, "马丽"), seat("clerk")
    for name, args in (("objections", []), ("objection", [row.pk]), ("answer-objection", [row.pk])):
        with django_assert_max_num_queries(10):
            page(clerk, name, *args)

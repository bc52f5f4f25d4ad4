"""The photograph of a sample: sent from the product's page, seen where people work on it."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from menkou.identity import clock
from menkou.work.models import Product
from tests.builders import Floor, floor, moment
from tests.web.counter.test_counter import text
from tests.web.me.test_me import phone
from tests.web.orders.test_order_forms import TODAY

pytestmark = pytest.mark.django_db
SECRET = b"27.338 N 103.717 E"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Floor:
    monkeypatch.setattr(clock, "now", lambda: moment(TODAY, "18:00"))
    settings.MEDIA_ROOT = tmp_path
    return floor()


@pytest.fixture
def clerk(hall: Floor) -> Client:
    client = Client()
    client.force_login(hall.clerk)
    return client


def photograph(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Lying on its side, with where it was taken."""
    image, out = Image.new("RGB", size, "#a3412a"), BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def send(clerk: Client, hall: Floor, content: bytes, name: str = "a.jpg", **more: str) -> Any:
    url = f"/orders/products/{hall.operation.product_id}/sample/"
    sent = {"photo": SimpleUploadedFile(name, content)} if content else {}
    return clerk.post(url, sent | more, follow=True)


def files(settings: Any) -> list[str]:
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).glob("samples/*"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_drawn_anew_upright_small_and_without_where_it_was_taken(
    hall: Floor, clerk: Client, kind: str
) -> None:
    assert "记下了样品的照片" in text(send(clerk, hall, photograph(kind)))
    url = f"/orders/products/{hall.operation.product_id}/picture/"
    shown = clerk.get(url)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert SECRET not in shown.content
    image = Image.open(BytesIO(shown.content))
    assert image.size == (540, 720)
    assert not image.getexif()
    assert len(shown.content) < 60_000
    assert Image.open(BytesIO(clerk.get(f"{url}?small=1").content)).size == (72, 96)


def test_it_is_seen_on_the_product_at_the_counter_and_by_who_works_on_it(
    hall: Floor, clerk: Client
) -> None:
    wang = hall.weaver("王芳")
    ticket = hall.ticket((wang, 1), pieces=5)
    product = hall.operation.product_id
    small = f'/orders/products/{product}/picture/?v='
    hers = phone(wang)
    pages = ((clerk, f"/orders/products/{product}/"), (clerk, f"/counter/{ticket.pk}/"),
             (hers, "/me/"), (hers, "/me/work/"))
    for client, page in pages:
        assert small not in client.get(page).content.decode(), page
    send(clerk, hall, photograph())
    for client, page in pages:
        shown = client.get(page).content.decode()
        assert shown.count(small) == shown.count("<img"), page
        assert small in shown, page
    whole = clerk.get(f"/orders/products/{product}/").content.decode()
    assert 'class="sample"' in whole
    assert "的样品" in whole
    assert hers.get(f"/orders/products/{product}/picture/").status_code == 200
    assert hers.get(f"/orders/products/{product}/sample/").status_code == 403


def test_a_new_one_takes_the_place_of_the_old_and_none_leaves_its_drawing(
    hall: Floor, clerk: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for _photograph in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            send(clerk, hall, photograph())
        name = Product.objects.get(pk=hall.operation.product_id).sample
        assert files(settings) == [f"{name}-s.jpg", f"{name}.jpg"]
    assert "选一张照片" in text(send(clerk, hall, b""))
    with django_capture_on_commit_callbacks(execute=True):
        send(clerk, hall, b"", away="on")
    assert files(settings) == []
    drawn = clerk.get(f"/orders/products/{hall.operation.product_id}/picture/")
    assert drawn["Content-Type"] == "image/svg+xml"


def wide() -> bytes:
    """A PNG that says it is 30,000 on each side, and is a few bytes."""
    def chunk(name: bytes, data: bytes) -> bytes:
        sums = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + sums

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0"))
            + chunk(b"IEND", b""))


def gif() -> bytes:
    out = BytesIO()
    Image.new("RGB", (9, 9)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "这不是照片"), (gif(), "这不是照片"),
        (photograph()[:900], "这不是照片"), (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "这不是照片"),
        (wide(), "照片的尺寸太大了"), (photograph() + b"0" * 8_000_000, "最多 8 兆"),
    ],
    ids=["drawing", "gif", "cut short", "no picture", "thirty thousand wide", "nine megabytes"],
)
def test_what_is_no_photograph_is_refused_with_a_word_and_leaves_nothing(
    hall: Floor, clerk: Client, settings: Any, content: bytes, why: str
) -> None:
    assert why in text(send(clerk, hall, content))
    assert files(settings) == []
    assert not Product.objects.exclude(sample="").exists()

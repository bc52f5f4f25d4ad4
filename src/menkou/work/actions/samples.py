"""Photographs of samples: what was sent is decoded and drawn anew, so that nothing else of it
(where it was taken, by what) is kept, and what is shown was made here."""

import struct
import warnings
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from io import BytesIO
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from menkou.identity.actions.log import log
from menkou.identity.models import User
from menkou.lib.errors import Refused
from menkou.work.models import Product
from menkou.work.queries.samples import folder

MOST_BYTES = 8_000_000  # a phone's photograph has three to five
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")
SIDES = {"": 720, "-s": 96}
"""The ending of a file's name -> how long its longer side may be: to look at, and as a sign."""
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error)
TOO_WIDE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NoSample(Refused):
    """A photograph that is not kept; the code says why."""

    SENTENCES = {
        "large": _("照片太大了，最多 8 兆。用手机拍小一点，再传"),
        "pixels": _("照片的尺寸太大了，缩小一半再传"),
        "kind": _("这不是照片。要 JPG、PNG 或者 WebP"),
    }


def set_sample(*, product: Product, content: bytes, by: User, at: datetime) -> None:
    """Keeps the photograph of a product's sample in place of the one before; empty: keeps none.
    What is refused leaves no file behind. Raises NoSample."""
    drawn = _drawn(content) if content else {}  # outside the transaction: it takes a moment
    name = uuid4().hex if drawn else ""
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        for ending, picture in drawn.items():
            (folder() / f"{name}{ending}.jpg").write_bytes(picture)
        with transaction.atomic():
            now = Product.objects.select_for_update().get(pk=product.pk)
            Product.objects.filter(pk=now.pk).update(sample=name)
            log("work.set_sample", "product", [now.pk], by=by, at=at)
            transaction.on_commit(partial(_remove, [now.sample]))
    except BaseException:
        _remove([name])
        raise


def _drawn(content: bytes) -> dict[str, bytes]:
    """The photograph in each size, upright, on white. Raises NoSample."""
    if len(content) > MOST_BYTES:
        raise NoSample("large", field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(BytesIO(content), formats=KINDS)
            if image.width * image.height > MOST_PIXELS:
                raise NoSample("pixels", field="photo")
            image.draft("RGB", (SIDES[""] * 2, SIDES[""] * 2))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except TOO_WIDE as error:
        raise NoSample("pixels", field="photo") from error
    except UNREADABLE as error:
        raise NoSample("kind", field="photo") from error
    return {ending: _small(upright, side) for ending, side in SIDES.items()}


def _small(image: Image.Image, side: int) -> bytes:
    found = image.copy()
    found.thumbnail((side, side))
    paper = Image.new("RGB", found.size, "white")
    paper.paste(found, mask=found.getchannel("A"))
    out = BytesIO()
    paper.save(out, "JPEG", quality=78, optimize=True)
    return out.getvalue()


def _remove(names: Iterable[str]) -> None:
    for name in filter(None, names):
        for ending in SIDES:
            (folder() / f"{name}{ending}.jpg").unlink(missing_ok=True)

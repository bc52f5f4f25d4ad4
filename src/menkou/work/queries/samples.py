"""Where the photographs of samples lie: in the media folder, which every copy takes along."""

from pathlib import Path

from django.conf import settings

from menkou.work.models import Product


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "samples"


def sample_file(product: Product, *, small: bool) -> Path | None:
    """Where the photograph of a product's sample lies; none where it has none."""
    path = folder() / f"{product.sample}{'-s' if small else ''}.jpg"
    return path if product.sample and path.is_file() else None

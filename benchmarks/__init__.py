"""Speed as ratios, each beside its baseline in one run. `make bench`; never part of the tests."""

import os


def ready() -> None:
    """Sets Django up for a module that is run by itself, as `menkou.wsgi` does."""
    import gc

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    os.environ.setdefault("MENKOU_POOL", "0")
    django.setup()
    gc.freeze()

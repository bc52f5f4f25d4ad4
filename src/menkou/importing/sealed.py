"""The files of lists: each lies sealed under a key of its own, as they are full of numbers."""

import hmac
import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings

from menkou.identity import keys
from menkou.identity.models import SealedKey
from menkou.importing.errors import NotImported
from menkou.importing.models import Import

FIELD = b"import"


def put(imported: Import, content: bytes) -> SealedKey:
    """Seals a file; answers its key's row, which the import is to keep."""
    key, wrapped, master = keys.wrap_new_key()
    row = SealedKey.objects.create(wrapped=wrapped, master=master)
    path = _path(imported)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(seal(key, content))
    fresh.replace(path)
    return row


def get(imported: Import) -> bytes:
    """The file as it was sent. Raises NotImported where it is gone."""
    try:
        return unseal(key_of(imported), _path(imported).read_bytes())
    except (FileNotFoundError, InvalidTag) as error:
        raise NotImported("gone") from error


def drop(imported: Import) -> None:
    """Takes the file away: what was written can still be taken back, the file can't be read."""
    _path(imported).unlink(missing_ok=True)


def key_of(imported: Import) -> bytes:
    """The import's own key. Raises NotImported where it is gone."""
    if imported.key is None:
        raise NotImported("gone")
    return keys.unwrap(bytes(imported.key.wrapped), imported.key.master)


def seal(key: bytes, content: bytes) -> bytes:
    return keys.encrypt_bytes(key, FIELD, content)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Raises InvalidTag for what was sealed under another key."""
    return keys.decrypt_bytes(key, FIELD, sealed)


def _path(imported: Import) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{imported.pk}.sealed"


def digest(content: bytes) -> bytes:
    """A keyed hash of a file: the same file is known again, and says nothing to a stranger."""
    return hmac.digest(keys.ring().index, b"file|" + sha256(content).digest(), sha256)

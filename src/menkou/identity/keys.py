"""The key folder: master keys that wrap each person's key, keys of search indexes and books.

A person's field is AES-GCM under the person's own key (nonce 12 bytes + ciphertext, the field's
name as associated data); the person's key is a row (`SealedKey`) wrapped by the newest master key.
A blind index is HMAC-SHA256 over "field|value" under its own key, cut to 128 bits.
"""

import hmac
import json
import os
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


@dataclass(frozen=True)
class KeyRing:
    """All keys of the folder. `masters` by number; new persons' keys use the newest."""

    masters: dict[int, bytes]
    index: bytes
    books: bytes

    @property
    def newest(self) -> int:
        return max(self.masters)


def _read_or_make(path: Path) -> bytes:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(os.urandom(32))
    except FileExistsError:
        pass
    return path.read_bytes()


@cache
def ring() -> KeyRing:
    """The keys of this installation, made at the first use of an empty folder."""
    folder = Path(settings.KEYS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _read_or_make(folder / "master-1.key")
    masters = {
        int(path.stem.removeprefix("master-")): path.read_bytes()
        for path in folder.glob("master-*.key")
    }
    return KeyRing(
        masters=masters,
        index=_read_or_make(folder / "index.key"),
        books=_read_or_make(folder / "books.key"),
    )


def wrap_new_key() -> tuple[bytes, bytes, int]:
    """A new person's key: the key itself, the key wrapped, the number of the master key."""
    keys = ring()
    key = AESGCM.generate_key(bit_length=256)
    nonce = os.urandom(NONCE)
    wrapped = nonce + AESGCM(keys.masters[keys.newest]).encrypt(nonce, key, b"person")
    return key, wrapped, keys.newest


@lru_cache(maxsize=4096)
def unwrap(wrapped: bytes, master: int) -> bytes:
    """The person's key out of its row. InvalidTag when row or master key is not the one."""
    return AESGCM(ring().masters[master]).decrypt(wrapped[:NONCE], wrapped[NONCE:], b"person")


def encrypt(key: bytes, field: str, text: str) -> bytes:
    return encrypt_bytes(key, field.encode(), text.encode())


def decrypt(key: bytes, field: str, sealed: bytes) -> str:
    return decrypt_bytes(key, field.encode(), sealed).decode()


def encrypt_bytes(key: bytes, field: bytes, content: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, field)


def decrypt_bytes(key: bytes, field: bytes, sealed: bytes) -> bytes:
    """Raises InvalidTag for another key or field, or where a bit was changed."""
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], field)


def blind(field: str, value: str) -> bytes:
    """The keyed index of a value: equal values have equal indexes, and nothing else can be read."""
    return hmac.digest(ring().index, f"{field}|{value}".encode(), sha256)[:16]


def forgotten() -> set[int]:
    """The persons who were forgotten, kept beside the keys so that a restore forgets them again."""
    path = Path(settings.KEYS) / "forgotten.json"
    return set(json.loads(path.read_text())) if path.exists() else set()


def remember_forgotten(person: int) -> None:
    """Adds a person to the forgotten; written whole and moved into place, so never half."""
    path = Path(settings.KEYS) / "forgotten.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(sorted(forgotten() | {person})))
    fresh.replace(path)

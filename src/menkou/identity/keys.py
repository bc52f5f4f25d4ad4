"""The key folder: master keys that wrap each person's key, keys of search indexes and books.

A person's field is AES-GCM under the person's own key (nonce 12 bytes + ciphertext, the field's
name as associated data); the person's key is a row (`SealedKey`) wrapped by a master key: a new one
by the newest. `identity.actions.masters` makes a newer one and wraps the rows anew. A blind index
is HMAC-SHA256 over "field|value" under its own key, cut to 128 bits.
"""

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
MASTER = "master-"


class NoSuchMaster(LookupError):
    """A row is wrapped by a master key that the key folder doesn't hold."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"master key {number} is not in the key folder: put master-{number}.key back "
            "from a copy of the keys"
        )


@dataclass(frozen=True)
class KeyRing:
    """All keys of the folder. `masters` by number; new persons' keys use the newest. `stamp`: when
    something of the folder last changed, as it was before the keys were read."""

    masters: dict[int, bytes]
    index: bytes
    books: bytes
    stamp: int

    @property
    def newest(self) -> int:
        return max(self.masters)


def make_key(path: Path) -> bool:
    """Makes a key of 256 bits for this user alone, whole and on the disk before it has its name;
    whether it was made: one that is there is never written over."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
        new.write(os.urandom(32))
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
        sync(path.parent)
    return True


def sync(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def master_path(number: int) -> Path:
    return Path(settings.KEYS) / f"{MASTER}{number}.key"


def _numbers(folder: Path) -> list[int]:
    """The numbers of the master keys that the folder holds."""
    names = (path.stem.removeprefix(MASTER) for path in folder.glob(f"{MASTER}*.key"))
    return sorted(int(name) for name in names if name.isdecimal())


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        make_key(path)
    return path.read_bytes()


@cache
def ring() -> KeyRing:
    """The keys of this installation, made at the first use of an empty folder."""
    folder = Path(settings.KEYS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = folder.stat().st_mtime_ns
    if not _numbers(folder):
        make_key(master_path(1))
    return KeyRing(
        masters={number: master_path(number).read_bytes() for number in _numbers(folder)},
        index=_read_or_make(folder / "index.key"),
        books=_read_or_make(folder / "books.key"),
        stamp=stamp,
    )


def read_again() -> KeyRing:
    """The keys as they lie in the folder now."""
    ring.cache_clear()
    return ring()


def master(number: int) -> bytes:
    """A master key. One that isn't known is looked for in the folder once more: it may have been
    made since this process read it. Raises NoSuchMaster."""
    found = ring().masters.get(number) or read_again().masters.get(number)
    if found is None:
        raise NoSuchMaster(number)
    return found


def _for_writing() -> KeyRing:
    """The keys, read again where the folder has changed: what is wrapped from now on hangs on the
    newest, so that an older one can be retired."""
    found = ring()
    return found if found.stamp == Path(settings.KEYS).stat().st_mtime_ns else read_again()


def wrap_new_key() -> tuple[bytes, bytes, int]:
    """A new person's key: the key itself, the key wrapped, the number of the master key."""
    keys = _for_writing()
    key = AESGCM.generate_key(bit_length=256)
    return key, wrap(key, keys.newest), keys.newest


def wrap(key: bytes, number: int) -> bytes:
    """A person's key, wrapped by a master key. Raises NoSuchMaster."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(master(number)).encrypt(nonce, key, b"person")


@lru_cache(maxsize=4096)
def unwrap(wrapped: bytes, number: int) -> bytes:
    """The person's key out of its row, which names its master key. InvalidTag when row or master
    key is not the one. Raises NoSuchMaster."""
    return AESGCM(master(number)).decrypt(wrapped[:NONCE], wrapped[NONCE:], b"person")


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


def _address_key() -> bytes:
    return hmac.digest(ring().index, b"address", sha256)


def seal_text(text: str) -> str:
    """A text as it may stand in an address: letters that say nothing to whoever lacks the keys."""
    return urlsafe_b64encode(encrypt(_address_key(), "address", text)).decode().rstrip("=")


def open_text(sealed: str) -> str | None:
    """The text again; None for letters that were not sealed here."""
    try:
        padded = sealed.encode() + b"=" * (-len(sealed) % 4)
        return decrypt(_address_key(), "address", urlsafe_b64decode(padded))
    except (InvalidTag, ValueError):
        return None


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

"""The streams of an OLE compound file ([MS-CFB]): what XLS, DOC and locked workbooks lie in."""

from struct import error as StructError
from struct import unpack_from

from menkou.lib.tables.limits import BadTable

_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on end a chain."""

_STREAM = 2
_ROOT = 5


class Compound:
    """Reads the directory at once, a stream when it is asked for. Raises BadTable."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except StructError:
            raise BadTable("broken") from None

    def _open(self) -> None:
        (shift,) = unpack_from("<H", self._content, 30)
        if shift not in (9, 12):
            raise BadTable("broken")
        self._size = 1 << shift
        first_directory, _, self._small = unpack_from("<III", self._content, 48)
        first_mini, _, first_more, _ = unpack_from("<IIII", self._content, 60)
        tables = [one for one in unpack_from("<109I", self._content, 76) if one < _LAST]
        count, more = self._size // 4, first_more
        while more < _LAST and len(tables) * self._size < len(self._content):
            *found, more = unpack_from(f"<{count}I", self._sector(more))
            tables += [one for one in found if one < _LAST]
        self._next: list[int] = []
        for table in tables[: len(self._content) // self._size + 1]:
            self._next += unpack_from(f"<{count}I", self._sector(table))
        self._mini_next = self._numbers(self._chain(first_mini))
        self.streams: dict[str, tuple[int, int]] = {}
        self._mini = b""
        self._directory(self._chain(first_directory))

    def _directory(self, entries: bytes) -> None:
        for at in range(0, len(entries) - 127, 128):
            length, kind = unpack_from("<HB", entries, at + 64)
            first, size = unpack_from("<II", entries, at + 116)
            name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == _ROOT:
                self._mini = self._chain(first)[:size]
            elif kind == _STREAM and name not in self.streams:
                self.streams[name] = (first, size)

    def read(self, name: str) -> bytes:
        """The content of a stream. Raises BadTable."""
        first, size = self.streams[name]
        if size >= self._small:
            return self._chain(first)[:size]
        found, seen = bytearray(), 0
        while first < _LAST and len(found) < size:
            found += self._mini[first * 64 : first * 64 + 64]
            seen += 1
            if first >= len(self._mini_next) or seen > len(self._mini_next):
                raise BadTable("broken")
            first = self._mini_next[first]
        return bytes(found[:size])

    def _sector(self, number: int) -> bytes:
        found = self._content[(number + 1) * self._size : (number + 2) * self._size]
        return found.ljust(self._size, b"\0")

    def _chain(self, first: int) -> bytes:
        found = bytearray()
        while first < _LAST:
            if first >= len(self._next) or len(found) > len(self._content):
                raise BadTable("broken")
            found += self._sector(first)
            first = self._next[first]
        return bytes(found)

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(content) // 4}I", content)

"""Compound files (OLE2, MS-CFB): the container of .xls and of encrypted workbooks; streams by their name."""

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks: free, end of chain."""
_ENTRY_BYTES = 128
_SMALL_SECTOR_BYTES = 64
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES = 4_096


class DamagedCompoundError(Exception):
    """The container is cut short or contradicts itself."""


class CompoundFile:
    """The streams of a compound file; chains of sectors that turn back on themselves are damage."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(_SIGNATURE):
            raise DamagedCompoundError("no compound file")
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise DamagedCompoundError(f"sectors of 2^{shift} bytes")
        self._content = content
        self._sector_bytes = 1 << shift
        (self._sectors,) = (max(0, (len(content) - 1) // self._sector_bytes),)
        first_directory, self._small_cutoff = struct.unpack_from("<I4xI", content, 48)
        first_small_table = struct.unpack_from("<I", content, 60)[0]
        self._table = self._allocation_table()
        self._entries = self._read_directory(first_directory)
        self._small_table = self._numbers(self._chain(first_small_table)) if first_small_table < _END else ()

    def names(self) -> frozenset[str]:
        """The names of all streams."""
        return frozenset(self._entries) - {""}

    def stream(self, name: str) -> bytes:
        """The content of a stream; `DamagedCompoundError` where there is none or a part of it is missing."""
        if name not in self._entries or not name:
            raise DamagedCompoundError(f"no stream {name}")
        start, size = self._entries[name]
        is_small = size < self._small_cutoff
        content = self._small_stream(start) if is_small else self._join(self._chain(start))
        if len(content) < size:
            raise DamagedCompoundError(f"the stream {name} is cut short")
        return content[:size]

    def _allocation_table(self) -> tuple[int, ...]:
        sectors = [number for number in struct.unpack_from("<109I", self._content, 76) if number < _END]
        following, seen = struct.unpack_from("<I", self._content, 68)[0], set[int]()
        while following < _END:
            if following in seen:
                raise DamagedCompoundError("the list of tables turns back on itself")
            seen.add(following)
            numbers = self._numbers([following])
            sectors.extend(number for number in numbers[:-1] if number < _END)
            following = numbers[-1]
        if len(sectors) > self._sectors:
            raise DamagedCompoundError("more tables than sectors")
        return self._numbers(sectors)

    def _read_directory(self, start: int) -> dict[str, tuple[int, int]]:
        directory = self._join(self._chain(start))
        entries: dict[str, tuple[int, int]] = {}
        for offset in range(0, min(len(directory), _MOST_ENTRIES * _ENTRY_BYTES) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            entry = directory[offset : offset + _ENTRY_BYTES]
            name_bytes, kind = struct.unpack_from("<HB", entry, 64)
            place = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                entries.setdefault("", place)
            elif kind == _STREAM:
                name = entry[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
                entries.setdefault(name, place)
        return entries

    def _small_stream(self, start: int) -> bytes:
        root_start, root_size = self._entries.get("", (_END, 0))
        container = self._join(self._chain(root_start))[:root_size] if root_start < _END else b""
        pieces: list[bytes] = []
        seen: set[int] = set()
        while start < _END:
            if start in seen or start >= len(self._small_table):
                raise DamagedCompoundError("a chain of small sectors is broken")
            seen.add(start)
            pieces.append(container[start * _SMALL_SECTOR_BYTES : (start + 1) * _SMALL_SECTOR_BYTES])
            start = self._small_table[start]
        return b"".join(pieces)

    def _chain(self, start: int) -> list[int]:
        chain: list[int] = []
        while start < _END:
            if start >= len(self._table) or len(chain) > self._sectors:
                raise DamagedCompoundError("a chain of sectors is broken")
            chain.append(start)
            start = self._table[start]
        return chain

    def _join(self, sectors: list[int]) -> bytes:
        size = self._sector_bytes
        return b"".join(self._content[(number + 1) * size : (number + 2) * size] for number in sectors)

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        content = self._join(sectors)
        if len(content) != len(sectors) * self._sector_bytes:
            raise DamagedCompoundError("a table is cut short")
        return struct.unpack(f"<{len(content) // 4}I", content)

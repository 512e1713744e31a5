"""An Office package (.xlsx) as named parts: what is not changed is copied as it is."""

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator
from copy import copy

from ingest.submissions.marked.ooxml import (
    CONTENT_TYPES,
    RELATIONS,
    Element,
    add,
    local,
    parse,
    serialise,
)

_TYPES = "[Content_Types].xml"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of written parts inside the archive: no moment of ours, so that the same copy has the same bytes."""
_COMPRESSION = 3
"""Quick rather than small: a marked copy is made of every file."""
_LOCAL_HEADER = struct.Struct("<26xHH")
"""Of an entry: the lengths of its name and of what follows the name."""
_SIZES_FOLLOW = 0x08
"""The flag of an entry whose sizes stand behind its content."""


class Package:
    """The parts of an archive, by name without a leading slash, in any case of letters.

    Raises ``zipfile.BadZipFile`` and its kin for an archive that is damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._entries = {entry.filename.lower(): entry for entry in self._archive.infolist()}
        self._written: dict[str, tuple[str, bytes]] = {}
        self._removed: set[str] = set()
        self._relations: dict[str, Relations] = {}
        self._types = parse(self.part(_TYPES) or f'<Types xmlns="{CONTENT_TYPES}"/>'.encode())

    def names(self) -> Iterator[str]:
        """The names of all parts that there are now, folders left out."""
        for key, entry in self._entries.items():
            if key not in self._written and key not in self._removed and not entry.is_dir():
                yield entry.filename
        yield from (name for name, _ in self._written.values())

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none."""
        key = name.lower()
        if key in self._written:
            return self._written[key][1]
        entry = self._entries.get(key)
        return None if entry is None or key in self._removed else self._archive.read(entry)

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a part, without unpacking the rest."""
        key = name.lower()
        if key in self._written or key not in self._entries:
            return (self.part(name) or b"")[:size]
        with self._archive.open(self._entries[key]) as stream:
            return stream.read(size)

    def put(self, name: str, content: bytes) -> None:
        """Write a part, new or in place of the one of that name."""
        key = name.lower()
        entry = self._entries.get(key)
        self._written[key] = (entry.filename if entry else name, content)
        self._removed.discard(key)

    def remove(self, name: str) -> None:
        """Take a part out, with its relations and what is said of its type."""
        for key in (name.lower(), relations_part(name).lower()):
            self._removed.add(key)
            self._written.pop(key, None)
        self._relations.pop(name.lower(), None)
        for override in self._overrides(name):
            self._types.remove(override)

    def free_name(self, pattern: str) -> str:
        """A part name that is not taken: `pattern` with the first number from 1 that makes it new."""
        taken = {name.lower() for name in self.names()}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def relations(self, name: str) -> "Relations":
        """The relations of a part (of the package itself for ``""``), to be read and added to."""
        key = name.lower()
        if key not in self._relations:
            self._relations[key] = Relations(name, self.part(relations_part(name)))
        return self._relations[key]

    def declare_type(self, name: str, content_type: str) -> None:
        """Say of what type a part is."""
        for override in self._overrides(name):
            self._types.remove(override)
        add(self._types, "Override", PartName=f"/{name}", ContentType=content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say of what type parts with that extension are, unless that is said already."""
        known = (one.get("Extension", "").lower() for one in self._types if local(one) == "Default")
        if extension not in known:
            default = add(self._types, "Default", Extension=extension, ContentType=content_type)
            self._types.insert(0, default)

    def to_bytes(self) -> bytes:
        """The archive: parts in their order, new ones last."""
        for relations in self._relations.values():
            if relations.is_changed:
                self.put(relations_part(relations.source), relations.to_bytes())
        self.put(_TYPES, serialise(self._types))
        buffer = io.BytesIO()
        waiting = dict(self._written)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for key, entry in self._entries.items():
                changed = waiting.pop(key, None)
                if changed is not None:
                    _write(target, entry.filename, changed[1])
                elif key not in self._removed:
                    self._copy(target, entry)
            for name, content in waiting.values():
                _write(target, name, content)
        return buffer.getvalue()

    def _copy(self, target: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Copy a part as it is packed: it is neither unpacked nor packed anew."""
        name_length, extra_length = _LOCAL_HEADER.unpack_from(self._content, entry.header_offset)
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        packed = self._content[start : start + entry.compress_size]
        out = target.fp
        assert out is not None
        copied = copy(entry)
        copied.extra = b""
        copied.flag_bits &= ~_SIZES_FOLLOW
        copied.header_offset = out.tell()
        out.write(copied.FileHeader(zip64=False))
        out.write(packed)
        target.filelist.append(copied)
        target.NameToInfo[copied.filename] = copied
        target.start_dir = out.tell()

    def _overrides(self, name: str) -> list[Element]:
        wanted = f"/{name}".lower()
        return [one for one in self._types if local(one) == "Override" and one.get("PartName", "").lower() == wanted]


class Relations:
    """What a part points to."""

    def __init__(self, source: str, part: bytes | None) -> None:
        self.source = source
        self.is_changed = False
        self._root = parse(part or f'<Relationships xmlns="{RELATIONS}"/>'.encode())

    def target(self, relation_id: str) -> str | None:
        """The part that a relation points to, or None where there is none inside of the package."""
        return next((part for one, _, part in self if one == relation_id), None)

    def of_kind(self, kind: str) -> str | None:
        """The first part that is pointed to as `kind`: the last word of the relation's type, as "comments"."""
        return next((part for _, named, part in self if named == kind), None)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Relation id, kind and part of every relation inside of the package."""
        for one in self._root:
            if one.get("TargetMode") != "External":
                yield one.get("Id", ""), one.get("Type", "").rpartition("/")[2], self._resolved(one.get("Target", ""))

    def add(self, kind_uri: str, part: str) -> str:
        """Point to a part; the new relation's id."""
        taken = {one.get("Id") for one in self._root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        folder = posixpath.dirname(self.source)
        target = posixpath.relpath(part, folder) if folder else part
        add(self._root, "Relationship", Id=f"rId{number}", Type=kind_uri, Target=target)
        self.is_changed = True
        return f"rId{number}"

    def drop(self, part: str) -> None:
        """Point to that part no more."""
        for one in list(self._root):
            if one.get("TargetMode") != "External" and self._resolved(one.get("Target", "")).lower() == part.lower():
                self._root.remove(one)
                self.is_changed = True

    def to_bytes(self) -> bytes:
        return serialise(self._root)

    def _resolved(self, target: str) -> str:
        joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(self.source), target)
        return posixpath.normpath(joined).lstrip("/")


def relations_part(name: str) -> str:
    """Where the relations of a part stand."""
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def _write(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(entry, content, compresslevel=_COMPRESSION)

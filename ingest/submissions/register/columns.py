"""What the words over a register's column say: which field of a cooperative stands under them, and in what unit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.submissions.reading import RegisterField
from ingest.submissions.reference import MONEY_UNIT, Reference, Unit
from ingest.submissions.register.words import key_of, vocabulary_rows
from ingest.vietnamese.folding import normalise

ColumnRole = RegisterField | Literal["weak_name", "loss", "kind", "outline", "other"]
"""The fields of a register, and besides: names that need company ("Đơn vị"), losses in a column of their own, the
kind of organisation, the row numbers, and what is no field."""

_VAGUE_RANK = 4
"""Titles of that rank mean what they say only where the words over them say nothing else ("Vốn": "Hoạt động")."""
_MALE = "nam"

_NOT_PART_OF_A_TITLE = re.compile(r"\b(?:20\d{2}|19\d{2}|nam nay|nam truoc|\d+)\b")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)")
_IN_PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT_WORDS = re.compile(
    r"(?<!\w)(?:(?:tỷ|tỉ|triệu|nghìn|ngàn|tr\.?|1[.,]?000)\s*(?:đồng|đ|vnđ|vnd)?)(?:/\w+)*(?!\w)",
    re.IGNORECASE,
)
_UNIT_INTRODUCTION = re.compile(r"^(?:đvt|dvt|đơn vị tính|đơn vị|tính bằng)\s*(?:tiền)?\s*[:\-]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TitleMeaning:
    """The role of a column, how plainly its title says it (1 the plainest), and the year it names."""

    role: ColumnRole
    rank: int
    year: int | None = None


def meaning_of(parts: Sequence[str]) -> TitleMeaning | None:
    """The meaning of a column title, header rows from top to bottom; None where nothing known is said.

    The lowest row is the most specific: "Điều lệ" under "Vốn", "Doanh thu" under "Kết quả kinh doanh". Where it
    says nothing by itself it is read together with what stands over it.
    """
    return _meaning_of(tuple(parts))


@lru_cache(maxsize=8_192)
def _meaning_of(parts: tuple[str, ...]) -> TitleMeaning | None:
    texts = [part for part in parts if part.strip()]
    year = next((int(match[1]) for part in reversed(texts) if (match := _YEAR.search(part))), None)
    vague: tuple[ColumnRole, int] | None = None
    for start in range(len(texts) - 1, -1, -1):
        role = _role_of(" ".join(texts[start:]))
        if role is not None and role[1] < _VAGUE_RANK:
            return TitleMeaning(role[0], role[1], year)
        vague = vague or role
    return TitleMeaning(vague[0], vague[1], year) if vague else None


@lru_cache(maxsize=4_096)
def is_name_title(text: str) -> bool:
    """Whether a cell may be the title over the names of organisations."""
    role = _role_of(text)
    return role is not None and role[0] in {"name", "weak_name"}


@lru_cache(maxsize=8_192)
def _role_of(text: str) -> tuple[ColumnRole, int] | None:
    """The longest known title that stands in the words; what is no field ("Số thành viên nữ") goes before it."""
    if key_of(text) == _MALE:
        return "other", 1
    for key in dict.fromkeys((_title_key(text), _title_key(" ".join(_IN_PARENTHESES.findall(text))))):
        if not key or key == _MALE:
            continue
        if whole := _titles("whole").get(key):
            return whole
        padded = f" {key} "
        found = [(title, role) for title, role in _titles("part").items() if f" {title} " in padded]
        if found:
            others = [role for _, role in found if role[0] == "other"]
            return others[0] if others else max(found, key=lambda one: (len(one[0]), -one[1][1]))[1]
    return None


def _title_key(text: str) -> str:
    return " ".join(_NOT_PART_OF_A_TITLE.sub(" ", key_of(text)).split())


@lru_cache(maxsize=2)
def _titles(match: str) -> Mapping[str, tuple[ColumnRole, int]]:
    titles: dict[str, tuple[ColumnRole, int]] = {}
    for row in vocabulary_rows("register_columns.csv"):
        if row["match"] == match or match == "whole":
            role: tuple[ColumnRole, int] = (row["field"], int(row["rank"]))  # type: ignore[assignment]
            titles.setdefault(key_of(row["title_vi"]), role)
    return titles


@lru_cache(maxsize=2_048)
def money_unit_in(text: str, reference: Reference) -> Unit | None:
    """The unit of money that a title or a line names ("Vốn điều lệ (trđ)", "ĐVT: triệu đồng, người"), or None."""
    printed = normalise(text)
    for piece in (*_IN_PARENTHESES.findall(printed), *re.split(r"[,;:\n]|\s[-–]\s", printed)):
        unit = reference.unit(_UNIT_INTRODUCTION.sub("", piece.strip(" .:()")))
        if unit is not None and unit.canonical == MONEY_UNIT and not _is_motion(piece):
            return unit
    units = [reference.unit(match[0]) for match in _UNIT_WORDS.finditer(printed)]
    known = {unit.factor: unit for unit in units if unit is not None and unit.canonical == MONEY_UNIT}
    return next(iter(known.values())) if len(known) == 1 else None


def _is_motion(piece: str) -> bool:
    """ "động" folds to the same letters as "đồng"."""
    return "động" in piece.lower()

"""Whether a register lists all cooperatives, or only some of them ("DANH SÁCH HTX THÀNH LẬP MỚI"), by its title."""

import re
from dataclasses import dataclass

from ingest.submissions.labels import Entity
from ingest.submissions.register.tables import RegisterTable
from ingest.submissions.register.words import key_of, words_of

_TITLE = re.compile(r"\b(?:danh sach|bieu|phu luc|tong hop|thong ke|thong tin|ds)\b")
_SECTOR = re.compile(
    r"\b(?:phi )?(?:nong nghiep|lam nghiep|thuy san|chan nuoi|trong trot|xay dung|van tai|thuong mai|dich vu|tin dung"
    r"|moi truong|cong nghiep|tieu thu cong nghiep|dien|nuoc sach|ndnn|tdnd)\b"
)
_SOME = re.compile(
    r"\b(?:thanh lap moi|moi thanh lap|giai the|ngung|tam ngung|dung hoat dong|dang hoat dong|chua hoat dong|tieu bieu"
    r"|dien hinh|hieu qua|cong nghe cao|ho tro|vay von|ocop|lien ket|chuoi|kho khan|yeu kem|du kien|de nghi|dang ky|tham gia"
    r"|chuyen doi|sap nhap|xep loai (?:tot|kha|yeu|trung binh)|khen thuong)\b"
)
_OFFICE = re.compile(r"\b(?:phong|so|chi cuc|bo) (?:nong nghiep|tai chinh|kinh te)[^,;]*")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a register's title says of it."""

    lists_some: bool
    """It leaves others out by its own title."""
    sector: str | None
    """The words of a sector that it is limited to."""
    entity: Entity | None
    """The one kind of organisation that it lists; None where it names none or several."""


def scope_of(table: RegisterTable) -> Scope:
    """The scope by the nearest line above the table that is its title, and by the sheet's name."""
    lines = [words_of(line) for line in table.lines_above()]
    title = next((line for line in lines if _TITLE.search(line)), "")
    text = _OFFICE.sub(" ", f"{title} {key_of(table.sheet.name)}")
    sector = _SECTOR.search(text)
    return Scope(
        lists_some=_SOME.search(text) is not None,
        sector=sector[0] if sector else None,
        entity=_entity(text),
    )


def _entity(text: str) -> Entity | None:
    has_union = "lien hiep" in text
    without_unions = text.replace("lien hiep hop tac xa", " ")
    kinds: list[Entity] = []
    if "hop tac xa" in without_unions or "quy tin dung" in text:
        kinds.append("HTX")
    if has_union:
        kinds.append("LHHTX")
    if "to hop tac" in text:
        kinds.append("THT")
    return kinds[0] if len(kinds) == 1 else None

"""Registers of one province as the tests write them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from ingest.cooperatives.lines import RegisterLine, Resolution
from ingest.cooperatives.places import period_end
from ingest.cooperatives.resolve import Resolver
from ingest.raw.ids import content_id
from ingest.submissions.register.tax_code import check_digit

CU_CHI, HOC_MON = "783", "784"


def tax_code(nine_digits: str) -> str:
    """A right code from its first nine digits."""
    last = check_digit(nine_digits)
    assert last is not None, "choose other digits"
    return nine_digits + last


CODE, OTHER_CODE, THIRD_CODE = tax_code("030500123"), tax_code("031400456"), tax_code("030912345")


def listed(
    name: str,
    code: str | None = None,
    founded_on: str | None = None,
    chairperson: str | None = None,
    address: str | None = None,
    *,
    is_second_copy: bool = False,
) -> RegisterLine:
    """A line whose register, round and row are put in by `register`."""
    return RegisterLine(
        line_id=UUID(int=0),
        reading_id=UUID(int=0),
        sheet="Danh sách HTX",
        row_number=0,
        reporter_code="",
        is_of_area=True,
        province_code="79",
        neighbourhood=frozenset(),
        period_key="",
        period_ends_on="",
        name=name,
        tax_code=code,
        address=address,
        sector_code=None,
        founded_on=founded_on,
        chairperson=chairperson,
        is_second_copy=is_second_copy,
    )


def register(area_code: str, period_key: str, *lines: RegisterLine) -> list[RegisterLine]:
    """The register of an area in a round."""
    return [
        replace(
            line,
            line_id=content_id(area_code, period_key, row, line.name),
            reading_id=content_id(area_code, period_key),
            row_number=row,
            reporter_code=area_code,
            neighbourhood=frozenset({area_code}),
            period_key=period_key,
            period_ends_on=period_end(period_key),
        )
        for row, line in enumerate(lines, start=5)
    ]


def resolve(resolver: Resolver, lines: Sequence[RegisterLine]) -> list[UUID]:
    """The cooperatives of the lines."""
    return [one.cooperative_id for one in resolutions(resolver, lines)]


def resolutions(resolver: Resolver, lines: Sequence[RegisterLine]) -> Sequence[Resolution]:
    return resolver.resolve(lines).resolutions

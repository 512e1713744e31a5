"""What stands behind a number: its cells and sentences, and the arithmetic, worked out again."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import publication, published_figure
from publish.content import Claim, Figure, content_from_json
from publish.errors import UnknownPublicationError
from publish.printed_figures import printed_figure
from publish.reading.figures import FigurePart, find_figure, find_parts
from publish.reading.scope import absent_marts
from publish.report.wording import (
    COMPLETENESS_WORDS,
    MISSING,
    VALUE_STATUS_WORDS,
    coverage_text,
    number_text,
    period_text,
    quantity_text,
)

_MOST_CLAIMS_SHOWN = 200
"""A total of the country has thousands; JSON has them all."""
_STORED = Decimal("0.000001")
"""The last digit that `numeric(24,6)` keeps: agreement to it is agreement."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A publication in which the figure stands, with the value it has there."""

    publication_id: UUID
    area_code: str
    period_key: str
    edition: int
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure, its evidence, and whether the evidence gives the figure.

    `recomputed` is worked out from the claims alone; None where the figure has no value, or is of a kind
    that does not add up.
    """

    figure: Figure
    arithmetic: str
    recomputed: Decimal | None
    reproduces: bool
    is_in_marts: bool
    printed_in: tuple[Printed, ...]
    parts: tuple[FigurePart, ...] = ()

    @property
    def text(self) -> str:
        """The explanation in Vietnamese, for a terminal."""
        return "\n".join(self._lines())

    def to_json(self) -> dict[str, object]:
        """The explanation as JSON values; decimals as text."""
        dumped: dict[str, object] = TypeAdapter(Explanation).dump_python(self, mode="json")
        return dumped

    def _lines(self) -> list[str]:
        figure = self.figure
        head = (
            f"{figure.indicator_name}, {VALUE_STATUS_WORDS.get(figure.value_status, figure.value_status)} "
            f"{period_text(figure.period_key)}: {quantity_text(figure.value, figure.canonical_unit)}"
        )
        coverage = coverage_text(figure.reporters_reporting, figure.reporters_expected)
        texts = [head, f"Mã {figure.figure_id}; {COMPLETENESS_WORDS[figure.completeness]}: {coverage} đơn vị"]
        if figure.absentees:
            texts.append(f"Chưa có số liệu: {', '.join(figure.absentees)}")
        if figure.reason:
            texts.append(figure.reason)
        texts += [_part_line(part, figure.canonical_unit) for part in self.parts]
        shown = figure.claims[:_MOST_CLAIMS_SHOWN]
        texts += [claim_line(claim, figure.canonical_unit) for claim in shown]
        if len(figure.claims) > len(shown):
            texts.append(f"  … và {len(figure.claims) - len(shown)} ô nữa: thêm --json để xem đủ")
        texts.append(self.arithmetic)
        if figure.value is not None:
            texts.append("Tính lại: khớp." if self.reproduces else "Tính lại: KHÔNG KHỚP với số đã công bố.")
        texts += [
            f"In trong ấn phẩm {printed.publication_id} (bản {printed.edition}): "
            f"{quantity_text(printed.value, figure.canonical_unit)}"
            for printed in self.printed_in
        ]
        return texts


def explain(settings: Settings, figure_id: UUID) -> Explanation:
    """Explain a figure as the marts hold it now, or where they do not, as it was last published.

    `UnknownPublicationError` where neither knows the id.
    """
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            figure = None if absent_marts(connection) else find_figure(connection, figure_id)
            parts = find_parts(connection, figure_id) if figure else ()
            printed = _printed_in(connection, figure_id)
            is_in_marts = figure is not None
            if figure is None and printed:
                figure = _published(connection, printed[-1].publication_id, figure_id)
    finally:
        engine.dispose()
    if figure is None:
        raise UnknownPublicationError(f"no figure {figure_id}: take the whole id from the report's appendix II")
    return explain_figure(figure, parts, is_in_marts=is_in_marts, printed_in=printed)


def explain_figure(
    figure: Figure,
    parts: tuple[FigurePart, ...] = (),
    *,
    is_in_marts: bool = True,
    printed_in: tuple[Printed, ...] = (),
) -> Explanation:
    """What stands behind a figure that was read with its claims."""
    recomputed = recompute(figure)
    return Explanation(
        figure=figure,
        arithmetic=arithmetic_text(figure),
        recomputed=recomputed,
        reproduces=figure.value == (None if recomputed is None else recomputed.quantize(_STORED, ROUND_HALF_UP)),
        is_in_marts=is_in_marts,
        printed_in=printed_in,
        parts=parts,
    )


def recompute(figure: Figure) -> Decimal | None:
    """The figure from its claims alone: a sum, or a weighted mean over the claims that serve as weights."""
    if figure.value is None or figure.aggregation not in {"sum", "weighted_mean"}:
        return None
    total = sum((value * factor for value, factor in _terms(figure)), Decimal(0))
    if figure.aggregation == "sum":
        return total
    weight = sum(_weights(figure), Decimal(0))
    return total / weight if weight else None


def arithmetic_text(figure: Figure) -> str:
    """The sum or the weighted mean written out, in the canonical unit."""
    if figure.value is None:
        return f"Không tính được: {figure.reason or MISSING}"
    terms = _terms(figure)
    result = quantity_text(figure.value, figure.canonical_unit)
    if figure.aggregation == "sum":
        return f"{_sum_text(terms)} = {result}"
    if figure.aggregation != "weighted_mean":
        return f"{result}: chỉ tiêu không cộng gộp"
    numerator = " + ".join(f"{_plain(value)} × {_plain(factor)}" for value, factor in terms)
    denominator = " + ".join(_plain(weight) for weight in _weights(figure))
    return f"({numerator}) ÷ ({denominator}) = {result}"


def claim_line(claim: Claim, canonical_unit: str) -> str:
    """Where one claim stands, what is printed there, and what it means in the canonical unit."""
    if claim.evidence_kind == "cell":
        address = f"{claim.file_name} · trang tính {claim.sheet} · ô {claim.cell}"
    else:
        address = f"{claim.article_url} · “{claim.evidence_text}”"
    printed = MISSING if claim.printed_value is None else f"“{claim.printed_value}” {claim.printed_unit or ''}".strip()
    if claim.weight is None:
        role = "trọng số"
    elif claim.value is not None and claim.unit_factor is not None and claim.unit_factor != 1:
        role = f"× {_plain(claim.unit_factor)} = {quantity_text(claim.value, canonical_unit)}"
    else:
        role = f"= {quantity_text(claim.value, canonical_unit)}"
    return f"  {claim.claimant}: {address}: {printed} {role}"


def _terms(figure: Figure) -> list[tuple[Decimal, Decimal]]:
    """Value and factor of each claim that is added up."""
    return [
        (claim.value, claim.weight) for claim in figure.claims if claim.weight is not None and claim.value is not None
    ]


def _weights(figure: Figure) -> list[Decimal]:
    """The denominators: the claims that serve as weights."""
    return [claim.value for claim in figure.claims if claim.weight is None and claim.value is not None]


def _sum_text(terms: list[tuple[Decimal, Decimal]]) -> str:
    """Addends as written; what is taken away has the factor -1."""
    written = "".join(f" {'+' if factor > 0 else '−'} {_plain(value)}" for value, factor in terms)
    return written.removeprefix(" + ").lstrip() or "0"


def _part_line(part: FigurePart, canonical_unit: str) -> str:
    sign = "trừ " if part.factor < 0 else ""
    return (
        f"  Phần {part.figure_id}: {sign}{part.area_name}, {period_text(part.period_key)}, "
        f"{COMPLETENESS_WORDS[part.completeness]}: {quantity_text(part.value, canonical_unit)}"
    )


def _plain(value: Decimal) -> str:
    return number_text(value, 6, trim=True)


def _printed_in(connection: Connection, figure_id: UUID) -> tuple[Printed, ...]:
    """The publications that print the figure, oldest first."""
    rows = connection.execute(
        select(
            publication.c.publication_id,
            publication.c.area_code,
            publication.c.period_key,
            publication.c.edition,
            published_figure.c.value,
        )
        .join(published_figure, published_figure.c.publication_id == publication.c.publication_id)
        .where(published_figure.c.figure_id == figure_id)
        .order_by(publication.c.frozen_at, publication.c.edition, publication.c.publication_id)
    )
    return tuple(Printed(row.publication_id, row.area_code, row.period_key, row.edition, row.value) for row in rows)


def _published(connection: Connection, publication_id: UUID, figure_id: UUID) -> Figure | None:
    """The figure as a publication froze it, with its claims."""
    stored: object = connection.scalar(
        select(publication.c.content).where(publication.c.publication_id == publication_id)
    )
    return printed_figure(content_from_json(stored), figure_id)

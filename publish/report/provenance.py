"""Where each number of the report comes from, as sheets: the publication, its figures, their sources, the files."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from publish.content import Claim, Figure, RelatedFigure
from publish.publications import Publication
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.spreadsheet.sheet import TEXT, Sheet, StyledCell, Value, sheet_name
from publish.report.spreadsheet.styles import CellStyle
from publish.report.wording.voice import Voice

_PLAIN = CellStyle(wraps=False)
_NUMBER = CellStyle("#,##0.######", "right", wraps=False)
_WHOLE = CellStyle("#,##0", "right", wraps=False)
_FIGURE_WIDTHS = (38.0, 44, 16, 30, 16, 18, 12, 11, 34, 9, 30, 40)
_CLAIM_WIDTHS = (40.0, 24, 40, 16, 8, 34, 16, 16, 20)
_FILE_WIDTHS = (28.0, 60, 68, 24)
_PUBLICATION_WIDTHS = (44.0, 70)


def provenance_sheets(
    publication: Publication, voice: Voice, places: Mapping[UUID, Sequence[str]], taken: set[str]
) -> tuple[Sheet, ...]:
    """The sheets behind the tables; `places` tells where in the workbook a figure stands, `taken` the names in use."""
    figures = _figures(publication)
    return (
        _sheet(voice, "publication", _PUBLICATION_WIDTHS, _publication_rows(publication, voice), taken),
        _sheet(voice, "figures", _FIGURE_WIDTHS, _figure_rows(figures, publication, voice, places), taken),
        _sheet(voice, "claims", _CLAIM_WIDTHS, _claim_rows(figures, voice), taken),
        _sheet(voice, "files", _FILE_WIDTHS, _file_rows(figures, voice), taken),
    )


def _sheet(voice: Voice, part: str, widths: tuple[float, ...], rows: list[list[StyledCell]], taken: set[str]) -> Sheet:
    return Sheet(
        name=sheet_name(voice.say(f"provenance.{part}.sheet"), taken),
        title=voice.say(f"provenance.{part}.title"),
        heads=tuple(voice.say(f"provenance.{part}.heads").split("|")),
        widths=widths,
        rows=rows,
        is_filtered=part != "publication",
    )


def _figures(publication: Publication) -> list[Figure | RelatedFigure]:
    content = publication.content
    return [*content.figures, *content.sector_figures, *content.related_figures()]


def _publication_rows(publication: Publication, voice: Voice) -> list[list[StyledCell]]:
    items: Iterable[tuple[str, Value]] = (
        ("id", str(publication.publication_id)),
        ("edition", publication.edition),
        ("frozen_at", voice.moment(publication.frozen_at)),
        ("input_hash", publication.input_hash),
        ("build", str(publication.build_id)),
        ("code", publication.code_version),
        ("build_code", publication.build_code_version),
        ("manifest", publication.dbt_manifest_sha256),
        ("lock", publication.lock_sha256),
    )
    return [[(voice.say(f"provenance.publication.{item}"), TEXT), (value, TEXT)] for item, value in items]


def _figure_rows(
    figures: Sequence[Figure | RelatedFigure],
    publication: Publication,
    voice: Voice,
    places: Mapping[UUID, Sequence[str]],
) -> list[list[StyledCell]]:
    names = {
        indicator.indicator_key: voice.pick(indicator.name_vi, indicator.name_en)
        for indicator in publication.content.indicators
    }
    return [
        [
            (str(figure.figure_id), _PLAIN),
            (names.get(figure.indicator_key, figure.indicator_key), TEXT),
            (figure.sector_code, _PLAIN),
            (f"{voice.say(f'value_status.{figure.value_status}')} {voice.period(figure.period_key)}", TEXT),
            (voice.say(f"completeness.{figure.completeness}"), TEXT),
            (voice.say("missing"), TEXT) if figure.value is None else (figure.value, _NUMBER),
            (voice.unit(figure.canonical_unit), _PLAIN),
            (coverage_said(voice, coverage_of(figure), "cell"), _PLAIN),
            (", ".join(figure.absentees) if isinstance(figure, Figure) else None, TEXT),
            (len(figure.claims) if isinstance(figure, Figure) else None, _WHOLE),
            (", ".join(places.get(figure.figure_id, ())) or None, TEXT),
            (figure.reason if isinstance(figure, Figure) else _elsewhere(figure), TEXT),
        ]
        for figure in figures
    ]


def _elsewhere(figure: RelatedFigure) -> str:
    """Of another place, period or reading: its cells are those of its own report."""
    return ", ".join(part for part in (figure.area_name, figure.reason) if part)


def _claim_rows(figures: Iterable[Figure | RelatedFigure], voice: Voice) -> list[list[StyledCell]]:
    """A row for each claim; it names every figure that it went into, with its weight where that is not 1."""
    claims: dict[UUID, Claim] = {}
    uses: dict[UUID, list[str]] = {}
    for figure in figures:
        if not isinstance(figure, Figure):
            continue
        name = str(figure.figure_id)
        for claim in figure.claims:
            claims.setdefault(claim.claim_id, claim)
            uses.setdefault(claim.claim_id, []).append(_use(voice, name, claim.weight))
    unknown = voice.say("provenance.claims.unknown")
    return [
        [
            ("; ".join(uses[claim.claim_id]), _PLAIN),
            (claim.claimant, _PLAIN),
            (claim.file_name or claim.article_url, _PLAIN),
            (claim.sheet, _PLAIN),
            (claim.cell, _PLAIN),
            (claim.evidence_text, _PLAIN),
            (claim.printed_value, _PLAIN),
            (claim.printed_unit, _PLAIN),
            (unknown, _PLAIN) if claim.value is None else (claim.value, _NUMBER),
        ]
        for claim in claims.values()
    ]


def _use(voice: Voice, figure: str, weight: Decimal | None) -> str:
    if weight is None:
        return voice.say("provenance.claims.weight", figure=figure)
    if weight == 1:
        return figure
    return voice.say("provenance.claims.weighted", figure=figure, weight=voice.number(weight, 6, trim=True))


def _file_rows(figures: Iterable[Figure | RelatedFigure], voice: Voice) -> list[list[StyledCell]]:
    """A row for each file and article, in the order in which the figures name them."""
    files = dict.fromkeys(
        (claim.claimant, claim.file_name or claim.article_url, claim.file_sha256, claim.received_at)
        for figure in figures
        if isinstance(figure, Figure)
        for claim in figure.claims
    )
    return [
        [(claimant, _PLAIN), (name, _PLAIN), (sha256, _PLAIN), (voice.moment(received_at), _PLAIN)]
        for claimant, name, sha256, received_at in files
    ]

"""What the press says at the coordinates of the report."""

from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection, text

from publish.content import Figure, PressClaim
from publish.reading.scope import Scope

_PRESS = text(
    """
    select v.claim_id, v.indicator_key, i.name_vi as indicator_name, v.canonical_unit, v.period_key, v.as_of_date,
        v.value_status, v.qualifier, v.value, v.value_low, v.value_high, s.source_name, v.article_url,
        v.evidence_text
    from marts.fct_indicator_value as v
    inner join marts.dim_source as s on v.source_key = s.source_key
    inner join marts.dim_indicator as i on v.indicator_key = i.indicator_key
    inner join unnest(cast(:period_keys as text[]), cast(:value_statuses as text[])) as c (period_key, value_status)
        on v.period_key = c.period_key and v.value_status = c.value_status
    where s.source_kind = 'press' and v.area_key = :area_key and v.sector_code = 'all'
    order by i.display_order, v.indicator_key, v.period_key, s.source_name, v.claim_id
    """
)


def read_press_claims(connection: Connection, scope: Scope, figures: tuple[Figure, ...]) -> tuple[PressClaim, ...]:
    """What the press says at the coordinates of the report's figures, each beside its figure."""
    reported = {
        (figure.indicator_key, figure.period_key, figure.value_status): figure
        for figure in figures
        if figure.completeness != "estimated"
    }
    claims: list[PressClaim] = []
    for row in connection.execute(_PRESS, {"area_key": scope.area.area_key, **scope.column_parameters()}):
        figure = reported.get((row.indicator_key, row.period_key, row.value_status))
        claims.append(
            PressClaim(
                claim_id=row.claim_id,
                indicator_key=row.indicator_key,
                indicator_name=row.indicator_name,
                canonical_unit=row.canonical_unit,
                period_key=row.period_key,
                as_of_date=row.as_of_date,
                value_status=row.value_status,
                qualifier=row.qualifier,
                value=row.value,
                value_low=row.value_low,
                value_high=row.value_high,
                source_name=row.source_name,
                article_url=row.article_url,
                evidence_text=row.evidence_text,
                figure_id=figure.figure_id if figure else None,
                figure_value=figure.value if figure else None,
                difference_percent=difference_percent(row.value, figure.value if figure else None),
            )
        )
    return tuple(claims)


def difference_percent(press: Decimal | None, reported: Decimal | None) -> Decimal | None:
    """How far the press is from the report, in percent of the report; None where a side is missing or zero."""
    if press is None or not reported:
        return None
    return ((press - reported) / reported * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

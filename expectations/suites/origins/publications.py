"""The marts of today against what was published last of an area and period: what moved much, and what is gone."""

from expectations.suites.check import Check, NoSuchRows, Suite

DRIFT_TOLERANCE_PERCENT = 20
"""A published figure that moves by more is told with both numbers, whatever moved it."""

_LAST_PUBLISHED = """
    select f.publication_id, p.area_code, p.period_key as round_period, f.figure_id, f.indicator_key, f.sector_code,
        f.period_key, f.value_status, f.completeness, f.value as published, f.claim_ids
    from (
        select distinct on (area_code, period_key) *
        from ops.publication
        where frozen_at <= {known_until}
        order by area_code, period_key, edition desc, frozen_at desc, publication_id
    ) p
    join ops.published_figure f using (publication_id)
    where f.value is not null
"""

PUBLICATIONS = Suite(
    "publications",
    "fct_figure",
    (
        Check(
            name="published_figures_moved_little",
            severity="warning",
            sentence_vi=f"Có số liệu đã công bố nay thay đổi quá {DRIFT_TOLERANCE_PERCENT} % so với bản đã công bố",
            sentence_en=f"no figure moved by more than {DRIFT_TOLERANCE_PERCENT} percent since it was published",
            requirement=NoSuchRows(f"""
                select last.*, f.value as value_now
                from ({_LAST_PUBLISHED}) last
                join {{batch}} f using (figure_id)
                where abs(f.value - last.published) > abs(last.published) * {DRIFT_TOLERANCE_PERCENT} / 100
                    or f.value is null
            """),  # noqa: S608 - declared by us
            applies_to=_LAST_PUBLISHED,
        ),
        Check(
            name="published_figures_are_still_there",
            severity="critical",
            sentence_vi="Có số liệu đã công bố nay không còn trong bảng số liệu",
            sentence_en="each figure that was published is there, with a value where the claims behind it still are",
            requirement=NoSuchRows(f"""
                select last.*, f.value as value_now, f.reason
                from ({_LAST_PUBLISHED}) last
                left join {{batch}} f using (figure_id)
                where f.figure_id is null or f.value is null and last.claim_ids <> '{{}}' and (
                    select count(*) from {{marts}}.fct_indicator_value v where v.claim_id = any(last.claim_ids)
                ) = cardinality(last.claim_ids)
            """),  # noqa: S608 - declared by us
            applies_to=_LAST_PUBLISHED,
        ),
    ),
)

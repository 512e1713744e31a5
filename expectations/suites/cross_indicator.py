"""Published figures against the marts of today: made of the same claims they come out the same again.

Contradictions between indicators are rows of ``fct_rule_result``, ranges are rows of ``plausibility.csv``.
"""

from expectations.suites.check import Check, NoSuchRows, Suite

_PUBLISHED = """
    select p.publication_id, p.figure_id, p.indicator_key, p.value as published, f.value as value_now
    from ops.published_figure p
    join {batch} f using (figure_id)
    cross join lateral (
        with recursive made_of as (
            select p.figure_id
            union
            select q.part_figure_id from made_of join {marts}.bridge_figure_part q using (figure_id)
        )
        select coalesce(array_agg(b.claim_id order by b.claim_id), '{}') as claim_ids
        from made_of join {marts}.bridge_figure_claim b using (figure_id)
    ) behind
    cross join lateral (
        select coalesce(array_agg(claim_id order by claim_id), '{}') as claim_ids from unnest(p.claim_ids) claim_id
    ) printed
"""

CROSS_INDICATOR = Suite(
    "cross_indicator",
    "fct_figure",
    (
        Check(
            name="published_figures_can_be_made_again",
            severity="critical",
            sentence_vi="Có số liệu đã công bố mà nay tính ra khác từ chính các ô nguồn cũ",
            sentence_en="a published figure, made of the same claims, comes out the same again",
            requirement=NoSuchRows(
                _PUBLISHED + " where behind.claim_ids = printed.claim_ids and p.value is distinct from f.value"
            ),
            applies_to=_PUBLISHED + " where behind.claim_ids = printed.claim_ids",
        ),
        Check(
            name="published_figures_still_stand",
            severity="warning",
            sentence_vi="Có số liệu đã công bố nay thay đổi vì báo cáo bổ sung, sửa đổi: cần bản đính chính",
            sentence_en="published figures were not overtaken by late or corrected submissions; else an erratum is due",
            requirement=NoSuchRows(
                _PUBLISHED + " where behind.claim_ids <> printed.claim_ids and p.value is distinct from f.value"
            ),
            applies_to=_PUBLISHED,
        ),
    ),
)

"""What the marts that hold sources against one another must be: each value its evidence's, one preferred, none lost."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

FCT_RECONCILIATION = Suite(
    "fct_reconciliation",
    "fct_reconciliation",
    (
        of_one_build(),
        Check(
            name="each_value_is_that_of_its_evidence",
            severity="critical",
            sentence_vi="Có dòng đối chiếu khác với số liệu hoặc bằng chứng của chính nguồn đó",
            sentence_en="each source says what its figure or its claim says",
            requirement=NoSuchRows("""
                select r.reconciliation_id, r.source_kind, r.value, f.value as figure_value, v.value_low, v.value_high
                from {batch} r
                left join {marts}.fct_figure f on r.evidence_kind = 'figure' and f.figure_id = r.evidence_id
                left join {marts}.fct_indicator_value v on r.evidence_kind = 'claim' and v.claim_id = r.evidence_id
                where case r.evidence_kind
                    when 'figure' then r.value is distinct from f.value
                    when 'claim' then (r.value_low, r.value_high) is distinct from (v.value_low, v.value_high)
                end
            """),
            applies_to="select 1 from {batch} where evidence_kind in ('figure', 'claim')",
        ),
        Check(
            name="at_most_one_is_preferred",
            severity="critical",
            sentence_vi="Có tọa độ có hai nguồn cùng được ưu tiên, hoặc chọn nguồn không đứng đầu",
            sentence_en="of the sources at the same coordinates at most one is preferred, and it is the first",
            requirement=NoSuchRows("""
                select coordinates_id, count(*) filter (where is_preferred) as preferred
                from {batch}
                group by coordinates_id
                having count(*) filter (where is_preferred) > 1 or count(*) filter (where is_first) <> 1
                    or bool_or(is_preferred and not is_first)
            """),
        ),
        Check(
            name="the_press_never_goes_before_a_submission",
            severity="critical",
            sentence_vi="Có số liệu báo chí được ưu tiên trước số liệu của báo cáo",
            sentence_en="where submissions were made, what the press says of the same is not preferred",
            requirement=NoSuchRows("""
                select r.*
                from {batch} r
                join {batch} s using (coordinates_id)
                where r.source_kind = 'press' and r.is_first and s.source_kind = 'submissions'
                    and r.value_status <> 'plan'
            """),
            applies_to="select 1 from {batch} where source_kind = 'press' and value_status <> 'plan'",
        ),
        Check(
            name="differences_are_those_of_the_two_values",
            severity="critical",
            sentence_vi="Có chênh lệch giữa hai nguồn tính sai",
            sentence_en="the difference is the value less the preferred one",
            requirement=NoSuchRows("""
                select * from {batch} where difference is distinct from value - preferred_value
            """),
        ),
        Check(
            name="sources_agree_within_their_tolerance",
            severity="warning",
            sentence_vi="Có nguồn số liệu chênh lệch quá mức cho phép so với nguồn được ưu tiên",
            sentence_en="sources that cover the same area agree with the preferred one within their tolerance",
            requirement=NoSuchRows("select * from {batch} where verdict in ('differs', 'contested')"),
            applies_to="select 1 from {batch} where sources > 1",
        ),
    ),
)

FCT_PREFERRED_CLAIM = Suite(
    "fct_preferred_claim",
    "fct_preferred_claim",
    (
        of_one_build(),
        Check(
            name="one_value_a_cell_and_it_is_the_preferred_one",
            severity="critical",
            sentence_vi="Có số được chọn khác với nguồn được ưu tiên, hoặc không phải số thực hiện",
            sentence_en="the value is that of the preferred source of actual figures, or none where none is preferred",
            requirement=NoSuchRows("""
                select p.preferred_claim_id, p.value, r.value as source_value
                from {batch} p
                left join {marts}.fct_reconciliation r
                    on r.coordinates_id = p.preferred_claim_id and r.is_first and r.value_status = 'actual'
                where r.coordinates_id is null
                    or p.value is distinct from case when r.is_preferred then r.value end
            """),
        ),
    ),
)

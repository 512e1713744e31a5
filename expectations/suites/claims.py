"""What the claims must be: each as its cell or sentence says, in its canonical unit."""

from expectations.suites.check import Between, Check, NoSuchRows, Suite, of_one_build

_SHARES = """
    select v.*
    from {batch} v
    join {marts}.dim_indicator i using (indicator_key)
    where v.canonical_unit = 'percent' and i.aggregation <> 'not_additive'
"""

FCT_INDICATOR_VALUE = Suite(
    "fct_indicator_value",
    "fct_indicator_value",
    (
        of_one_build(),
        Check(
            name="every_claim_has_its_address",
            severity="critical",
            sentence_vi="Có số liệu không truy được về ô tính hoặc câu văn",
            sentence_en="each claim names its cell, or its sentence and span",
            requirement=NoSuchRows("""
                select * from {batch}
                where case evidence_kind
                    when 'cell' then num_nulls(file_sha256, sheet, cell, receipt_id)
                    else num_nulls(article_version_id, article_url, evidence_text, start_offset, end_offset)
                end > 0
            """),
        ),
        Check(
            name="sentences_stand_in_their_article",
            severity="critical",
            sentence_vi="Có trích dẫn báo chí không nằm đúng chỗ trong bài đã lưu",
            sentence_en="the evidence of a press claim is the text of the stored article at its span",
            requirement=NoSuchRows("""
                select v.claim_id, v.article_url, v.evidence_text, v.start_offset, v.end_offset
                from {batch} v
                left join raw.article a on a.article_version_id = v.article_version_id
                where v.evidence_kind = 'sentence' and v.evidence_text is distinct from
                    substr(a.content_text, v.start_offset + 1, v.end_offset - v.start_offset)
            """),
            applies_to="select 1 from {batch} where evidence_kind = 'sentence'",
        ),
        Check(
            name="unknown_is_not_zero",
            severity="critical",
            sentence_vi="Có ô để trống bị ghi thành số, hoặc số 0 bị mất",
            sentence_en="an unknown has no value, a zero has the value 0, a value has one",
            requirement=NoSuchRows("""
                select * from {batch}
                where case value_reading
                    when 'unknown' then num_nonnulls(value, value_low, value_high) > 0
                    when 'zero' then value is distinct from 0
                    else num_nonnulls(value, value_low, value_high) = 0
                end
            """),
        ),
        Check(
            name="value_within_its_bounds",
            severity="critical",
            sentence_vi="Có số liệu nằm ngoài khoảng dưới, khoảng trên của chính nó",
            sentence_en="a value lies within its own low and high",
            requirement=NoSuchRows(
                "select * from {batch} where value < value_low or value > value_high or value_low > value_high"
            ),
        ),
        Check(
            name="percent_between_0_and_100",
            severity="critical",
            sentence_vi="Có tỷ lệ phần trăm ngoài khoảng 0–100",
            sentence_en="a share lies between 0 and 100 percent; growth may go beyond",
            requirement=NoSuchRows(
                _SHARES
                + """
                    and (least(v.value, v.value_low, v.value_high) < 0
                        or greatest(v.value, v.value_low, v.value_high) > 100)
                """
            ),
            applies_to=_SHARES,
        ),
        Check(
            name="confidence_between_0_and_1",
            severity="critical",
            sentence_vi="Có độ tin cậy ngoài khoảng 0–1",
            sentence_en="the confidence of a claim lies between 0 and 1",
            requirement=Between("confidence", 0, 1),
        ),
        Check(
            name="counts_are_whole_and_not_negative",
            severity="warning",
            sentence_vi="Có số lượng âm hoặc lẻ",
            sentence_en="what is counted is a whole number, not negative; changes may be negative",
            requirement=NoSuchRows("""
                select v.*
                from {batch} v
                join {marts}.dim_indicator i using (indicator_key)
                where v.canonical_unit not in ('VND', 'percent', 'ha') and i.indicator_code <> 'coop_net_reorganised'
                    and (v.value < 0 or v.value <> trunc(v.value))
            """),
            applies_to="select 1 from {batch} where canonical_unit not in ('VND', 'percent', 'ha')",
        ),
    ),
)

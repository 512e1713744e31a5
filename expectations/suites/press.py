"""What becomes of the figures of the press: none enters unseen, none twice, none into a sum."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

FCT_PRESS_FIGURE = Suite(
    "fct_press_figure",
    "fct_press_figure",
    (
        of_one_build(),
        Check(
            name="claims_are_exactly_those_that_are_let_in",
            severity="critical",
            sentence_vi="Có số liệu báo chí đang chờ hoặc bị loại mà vẫn được tính là số liệu, hoặc ngược lại",
            sentence_en="a figure of the press stands among the claims where it is let in, and nowhere else",
            requirement=NoSuchRows("""
                select coalesce(p.claim_id, v.claim_id) as claim_id, p.state, p.is_claim, v.value_low, v.value_high
                from {batch} p
                full join (select * from {marts}.fct_indicator_value where evidence_kind = 'sentence') v
                    using (claim_id)
                where coalesce(p.is_claim, false) is distinct from (v.claim_id is not null)
                    or (p.is_claim and (v.indicator_key, v.sector_code, v.area_key, v.value_low, v.value_high)
                        is distinct from (p.indicator_key, p.sector_code, p.area_key, p.value_low, p.value_high))
            """),
        ),
        Check(
            name="values_are_those_of_the_sentence",
            severity="critical",
            sentence_vi="Có số liệu báo chí khác với số trong câu mà không có ai đính chính",
            sentence_en="values are those read in the sentence, a monthly income taken twelve times, unless corrected",
            requirement=NoSuchRows("""
                select p.claim_id, p.evidence_text, p.value_low, p.value_high, f.value_low as read_low,
                    f.value_high as read_high, f.unit
                from {batch} p
                left join raw.article_figure f using (claim_id)
                cross join lateral (select case f.unit when 'VND_per_month' then 12 else 1 end as factor) x
                where p.state <> 'corrected' and (p.value_low, p.value_high)
                    is distinct from (f.value_low * x.factor, f.value_high * x.factor)
            """),
            applies_to="select 1 from {batch} where state <> 'corrected'",
        ),
        Check(
            name="doubtful_figures_enter_by_a_person_alone",
            severity="critical",
            sentence_vi="Có số liệu báo chí đáng ngờ được nhận mà không có quyết định, tên và lý do của cán bộ",
            sentence_en="a doubtful figure waits until a person decides, with a name and a reason",
            requirement=NoSuchRows("""
                select * from {batch}
                where case when state in ('taken', 'waiting')
                    then (state = 'taken') is distinct from (cardinality(reasons) = 0 and confidence >= threshold)
                    else num_nulls(decided_by, decided_at, decision_reason) > 0
                end
            """),
        ),
        Check(
            name="evidence_stands_in_its_sentence",
            severity="critical",
            sentence_vi="Có câu trích không chứa số liệu của nó",
            sentence_en="the sentence that is shown holds the words of the figure",
            requirement=NoSuchRows("""
                select * from {batch}
                where evidence_text is distinct from
                    substr(sentence_text, start_offset - sentence_offset + 1, end_offset - start_offset)
            """),
        ),
        Check(
            name="a_story_says_a_thing_once",
            severity="critical",
            sentence_vi="Có số liệu của cùng một bài (đăng lại ở nhiều nơi) bị tính hai lần",
            sentence_en="what a story and its copies say is one claim",
            requirement=NoSuchRows("""
                select coalesce(c.of_article_version_id, p.article_version_id) as story_id, p.indicator_key,
                    p.sector_code, coalesce(p.area_key::text, p.place) as place, p.period_text, p.value_status,
                    p.value_low, p.value_high, p.qualifier
                from {batch} p
                left join raw.article_copy c using (article_version_id)
                where p.is_claim
                group by 1, 2, 3, 4, 5, 6, 7, 8, 9
                having count(*) > 1
            """),
            applies_to="select 1 from {batch} where is_claim",
        ),
        Check(
            name="only_levels_and_never_in_a_sum",
            severity="critical",
            sentence_vi="Có số liệu báo chí bị cộng vào tổng, hoặc mức tăng, tỷ trọng, số của riêng một HTX được nhận",
            sentence_en="only figures of an area are let in, and no total is made of the press",
            requirement=NoSuchRows("""
                select p.claim_id, f.kind, b.figure_id
                from {batch} p
                left join raw.article_figure f using (claim_id)
                left join {marts}.bridge_figure_claim b using (claim_id)
                where f.kind is distinct from 'figure' or b.figure_id is not null
            """),
        ),
        Check(
            name="parts_of_a_sentence_sum_to_its_total",
            severity="warning",
            sentence_vi="Có bài báo nêu các phần cộng lại khác với tổng",
            sentence_en="the parts by sector that a sentence names give its total",
            requirement=NoSuchRows("""
                select claim_id, article_url, evidence_text, sum_of_parts, stated_total
                from {batch} where sum_of_parts <> stated_total
            """),
        ),
    ),
)

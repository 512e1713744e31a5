"""What the marts say of the parts beside the form: narrative, support money, changes, figures of departments."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

FCT_NARRATIVE = Suite(
    "fct_narrative",
    "fct_narrative",
    (
        of_one_build(),
        Check(
            name="texts_stand_as_they_were_written",
            severity="critical",
            sentence_vi="Có đoạn thuyết minh khác với chữ trong tệp đã nhận",
            sentence_en="every paragraph is the text of the file, at the same place",
            requirement=NoSuchRows("""
                select n.* from {batch} n
                left join raw.narrative_text w using (narrative_text_id)
                where w.text is distinct from n.text or w.address is distinct from n.address
                    or w.topic is distinct from n.topic
            """),
        ),
        Check(
            name="nothing_of_a_refused_file_is_printed",
            severity="critical",
            sentence_vi="Có đoạn văn lấy từ tệp đã bị trả lại mà không có quyết định của cán bộ",
            sentence_en="no paragraph is of a refused file that no officer took",
            requirement=NoSuchRows("""
                select n.* from {batch} n
                join {marts}.fct_submission s using (submission_id)
                where n.receipt_id = s.receipt_id and s.status = 'rejected'
            """),
        ),
    ),
)

FCT_SUPPORT_VALUE = Suite(
    "fct_support_value",
    "fct_support_value",
    (
        of_one_build(),
        Check(
            name="amounts_are_the_printed_ones_in_vnd",
            severity="critical",
            sentence_vi="Có khoản hỗ trợ không bằng số đã in nhân với đơn vị của nó",
            sentence_en="each amount is the printed number times its unit, and nothing where that is not known",
            requirement=NoSuchRows("""
                select v.* from {batch} v
                left join raw.support_value w using (support_value_id)
                left join reference.units u on u.printed_unit = w.printed_unit and u.canonical_unit = 'VND'
                where v.value is distinct from
                    case w.reading when 'zero' then 0 when 'value' then w.value_printed * u.factor end
            """),
        ),
        Check(
            name="sources_sum_to_at_most_all",
            severity="warning",
            sentence_vi="Có dòng hỗ trợ mà ba nguồn vốn cộng lại lớn hơn tổng",
            sentence_en="the three funding sources sum to at most the total of their line",
            requirement=NoSuchRows("""
                select submission_id, period_key, value_status, policy_code
                from {batch}
                group by submission_id, period_key, value_status, policy_code
                having sum(value) filter (where funding_source <> 'all')
                    > sum(value) filter (where funding_source = 'all')
            """),
            applies_to="select 1 from {batch} where funding_source = 'all'",
        ),
    ),
)

FCT_SUBMISSION_CHANGE = Suite(
    "fct_submission_change",
    "fct_submission_change",
    (
        of_one_build(),
        Check(
            name="a_change_is_against_an_earlier_arrival",
            severity="critical",
            sentence_vi="Có thay đổi so với một bản không đến trước đó",
            sentence_en="the version that a change is counted against arrived before",
            requirement=NoSuchRows("""
                select c.* from {batch} c
                left join raw.receipt now on now.receipt_id = c.receipt_id
                left join raw.receipt before on before.receipt_id = c.previous_receipt_id
                where (before.received_at <= now.received_at) is not true or c.receipt_id = c.previous_receipt_id
            """),
        ),
    ),
)

FCT_DEPARTMENT_CLAIM = Suite(
    "fct_department_claim",
    "fct_department_claim",
    (
        of_one_build(),
        Check(
            name="departments_are_never_added",
            severity="critical",
            sentence_vi="Có số liệu của sở, ngành bị cộng vào số liệu của địa bàn",
            sentence_en="no figure is made of a department's claim",
            requirement=NoSuchRows("""
                select c.* from {batch} c join {marts}.bridge_figure_claim b using (claim_id)
            """),
        ),
        Check(
            name="differences_are_those_of_the_two_values",
            severity="critical",
            sentence_vi="Có chênh lệch không bằng số của sở, ngành trừ số của địa bàn",
            sentence_en="a difference is the department's value less the areas', as both stand elsewhere",
            requirement=NoSuchRows("""
                select c.* from {batch} c
                left join {marts}.fct_indicator_value v using (claim_id)
                left join {marts}.fct_figure f on f.figure_id = c.territorial_figure_id
                where c.department_value is distinct from v.value or c.territorial_value is distinct from f.value
                    or c.difference is distinct from c.department_value - c.territorial_value
            """),
        ),
        Check(
            name="departments_agree_with_the_areas",
            severity="warning",
            sentence_vi="Có số liệu của sở, ngành lệch quá 5 % so với số liệu của địa bàn đã báo cáo đủ",
            sentence_en="a department's figure is within 5 % of the areas' where all of them reported",
            requirement=NoSuchRows("""
                select * from {batch} where verdict = 'differs' and abs(share_percent - 100) > 5
            """),
            applies_to="select 1 from {batch} where verdict in ('equal', 'differs')",
        ),
    ),
)

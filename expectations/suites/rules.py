"""What is said about contradictions: both numbers, a life, and no word twice."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

FCT_RULE_RESULT = Suite(
    "fct_rule_result",
    "fct_rule_result",
    (
        of_one_build(),
        Check(
            name="a_verdict_has_both_numbers",
            severity="critical",
            sentence_vi="Có quy tắc được kết luận khi thiếu một vế",
            sentence_en="a rule holds or is broken only where both sides are known",
            requirement=NoSuchRows("""
                select * from {batch}
                where outcome <> 'not_evaluable' and (num_nulls(left_value, right_value, difference, tolerance) > 0
                    or difference is distinct from left_value - right_value)
            """),
            applies_to="select 1 from {batch} where outcome <> 'not_evaluable'",
        ),
        Check(
            name="what_is_broken_has_a_life",
            severity="critical",
            sentence_vi="Có mâu thuẫn không rõ tình trạng xử lý, hoặc chấp nhận mà không rõ ai, vì sao",
            sentence_en="what is broken is open, explained, fixed or waived, and who waived it says why",
            requirement=NoSuchRows("""
                select * from {batch}
                where (outcome = 'broken') <> (state is not null)
                    or (state = 'waived' and num_nulls(state_by, state_reason, state_since) > 0)
                    or (state = 'fixed' and state_since is null)
            """),
            applies_to="select 1 from {batch} where outcome = 'broken' or state is not null",
        ),
        Check(
            name="sentences_are_whole",
            severity="critical",
            sentence_vi="Có câu nêu mâu thuẫn còn trống",
            sentence_en="every result has a sentence in both languages",
            requirement=NoSuchRows("""
                select * from {batch} where btrim(sentence_vi) in ('', '.') or btrim(sentence_en) in ('', '.')
            """),
        ),
        Check(
            name="totals_of_provinces_agree_with_each_other",
            severity="warning",
            sentence_vi="Có số tổng hợp của tỉnh mâu thuẫn nhau, chưa giải trình hoặc chấp nhận",
            sentence_en="no contradiction in the totals of a province is open",
            requirement=NoSuchRows("select * from {batch} where grain = 'province' and state = 'open'"),
            applies_to="select 1 from {batch} where grain = 'province' and outcome <> 'not_evaluable'",
        ),
    ),
)

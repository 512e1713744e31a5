"""What is said about targets: never "met" without an actual."""

from expectations.suites.check import Between, Check, NoSuchRows, Suite, of_one_build

FCT_TARGET_PROGRESS = Suite(
    "fct_target_progress",
    "fct_target_progress",
    (
        of_one_build(),
        Check(
            name="no_verdict_without_an_actual",
            severity="critical",
            sentence_vi="Có mục tiêu được kết luận dù không có số thực hiện, hoặc không kết luận mà không nêu lý do",
            sentence_en="without an actual a target is not evaluable, and says why",
            requirement=NoSuchRows("""
                select * from {batch}
                where (verdict <> 'not_evaluable' and actual_value is null)
                    or (verdict = 'not_evaluable' and coalesce(btrim(reason), '') = '')
            """),
        ),
        Check(
            name="met_means_reached",
            severity="critical",
            sentence_vi="Có mục tiêu kết luận là đạt nhưng số thực hiện còn thấp hơn mục tiêu",
            sentence_en="a target that is met is reached by the actual",
            requirement=NoSuchRows("""
                select * from {batch}
                where verdict = 'met' and (
                    actual_value < target_low or (qualifier = 'over' and actual_value = target_low)
                    or (qualifier = 'at_most' and actual_value > coalesce(target_high, target_low))
                    or (qualifier = 'under' and actual_value >= coalesce(target_high, target_low)))
            """),
            applies_to="select 1 from {batch} where verdict = 'met'",
        ),
        Check(
            name="actuals_are_figures",
            severity="critical",
            sentence_vi="Có số thực hiện của mục tiêu khác với số liệu tổng hợp",
            sentence_en="the actual beside a target is the value of the figure it names",
            requirement=NoSuchRows("""
                select t.target_id, t.actual_figure_id, t.actual_value, f.value
                from {batch} t
                left join {marts}.fct_figure f on f.figure_id = t.actual_figure_id
                where t.actual_figure_id is not null and t.measure = 'level' and t.actual_value is distinct from f.value
            """),
            applies_to="select 1 from {batch} where actual_figure_id is not null and measure = 'level'",
        ),
        Check(
            name="some_reporters_miss_no_target",
            severity="critical",
            sentence_vi="Có mục tiêu kết luận là chậm trong khi số thực hiện còn thiếu đơn vị",
            sentence_en="what is reported in part can show that a target is met, never that it is missed",
            requirement=NoSuchRows(
                "select * from {batch} where verdict = 'behind' and reporters_reporting < reporters_expected"
            ),
            applies_to="select 1 from {batch} where reporters_reporting < reporters_expected",
        ),
        Check(
            name="an_amended_target_names_its_amendment",
            severity="critical",
            sentence_vi="Có mục tiêu đã điều chỉnh mà không nêu mục tiêu thay thế, hoặc thay thế không có trong bảng",
            sentence_en="a target is in force unless it names the one that took its place, which is there",
            requirement=NoSuchRows("""
                select t.target_id, t.replaced_by_target_id
                from {batch} t
                left join {batch} later on later.target_id = t.replaced_by_target_id
                where t.is_in_force <> (t.replaced_by_target_id is null)
                    or (t.replaced_by_target_id is not null and later.target_id is null)
            """),
        ),
        Check(
            name="progress_plausible",
            severity="warning",
            sentence_vi="Có tiến độ mục tiêu ngoài khoảng 0–1.000 %",
            sentence_en="progress towards a target lies between 0 and 1 000 percent",
            requirement=Between("progress_percent", 0, 1000),
        ),
    ),
)

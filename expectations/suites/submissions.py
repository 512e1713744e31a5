"""What the marts say about who reported and who did not; silence must never read as zero."""

from expectations.suites.check import Check, NoSuchRows, Suite, has_rows, of_one_build

FCT_SUBMISSION = Suite(
    "fct_submission",
    "fct_submission",
    (
        of_one_build(),
        has_rows("báo cáo phải nộp", "expected submission"),
        Check(
            name="one_row_per_expected_reporter_and_round",
            severity="critical",
            sentence_vi="Có đơn vị phải báo cáo không có đúng một dòng cho kỳ, hoặc có dòng ngoài danh sách",
            sentence_en="each reporter of the calendar has exactly one row a round, and nobody else has one",
            requirement=NoSuchRows("""
                with expected as (
                    select debtor_code as reporter, form_code, period_key
                    from reference.obligations
                    where obligation_kind = 'reporter_round'
                ),
                listed as (
                    select coalesce(a.area_code, s.reporter_agency_code) as reporter, s.form_code, s.period_key,
                        count(*) as rows
                    from {batch} s
                    left join {marts}.dim_area a on a.area_key = s.reporter_area_key
                    group by 1, s.form_code, s.period_key
                )
                select reporter, form_code, period_key, coalesce(listed.rows, 0) as rows
                from expected
                full join listed using (reporter, form_code, period_key)
                where expected is null or listed.rows is distinct from 1
            """),
            applies_to="select 1 from reference.obligations where obligation_kind = 'reporter_round'",
        ),
        Check(
            name="only_admitted_submissions_count_as_reported",
            severity="critical",
            sentence_vi="Có báo cáo chưa được chấp nhận mà vẫn tính là đã báo cáo, hoặc ngược lại",
            sentence_en="a reporter counts as reported exactly where its submission was accepted",
            requirement=NoSuchRows("""
                select * from {batch} where is_reported <> (status in ('accepted', 'accepted_with_warnings'))
            """),
        ),
        Check(
            name="missing_exactly_where_nothing_arrived",
            severity="critical",
            sentence_vi="Có đơn vị ghi là chưa nộp dù đã có tệp, hoặc ghi đã nộp mà không có tệp nào",
            sentence_en="a submission is missing exactly where there is no receipt",
            requirement=NoSuchRows("""
                select * from {batch}
                where (status = 'missing') <> (receipt_id is null) or (status = 'missing') <> (versions = 0)
            """),
        ),
        Check(
            name="on_time_means_before_midnight_of_the_due_day",
            severity="critical",
            sentence_vi="Có báo cáo xếp sai đúng hạn hay trễ hạn so với giờ nhận",
            sentence_en=(
                "on time is strictly before 00:00 in Viet Nam of the due day, by the time of receipt of the version"
                " that was first taken, or else of the one that counts"
            ),
            requirement=NoSuchRows("""
                select * from {batch}
                where received_at is not null and is_on_time is distinct from
                    (coalesce(first_taken_at, received_at) < due_before::timestamp at time zone 'Asia/Ho_Chi_Minh')
            """),
            applies_to="select 1 from {batch} where received_at is not null",
        ),
        Check(
            name="late_ones_count_only_by_a_decision",
            severity="critical",
            sentence_vi="Có báo cáo trễ hạn được tính mà không có quyết định của cán bộ",
            sentence_en="a late submission counts only where an officer took it, with a reason",
            requirement=NoSuchRows("""
                select * from {batch}
                where is_reported and not is_on_time and (decided_by is null or decision_reason is null)
            """),
            applies_to="select 1 from {batch} where is_reported and not is_on_time",
        ),
        Check(
            name="a_refusal_has_findings_and_a_reason",
            severity="critical",
            sentence_vi="Có báo cáo bị trả lại mà không nêu lỗi và lý do",
            sentence_en="a refused submission states its errors and a reason in Vietnamese",
            requirement=NoSuchRows("""
                select * from {batch}
                where status = 'rejected' and (error_count = 0 or coalesce(btrim(reasons_vi), '') = '')
            """),
            applies_to="select 1 from {batch} where status = 'rejected'",
        ),
        Check(
            name="a_nil_return_reports_no_cooperatives",
            severity="warning",
            sentence_vi="Báo cáo ghi không có hợp tác xã nhưng vẫn có số lượng hợp tác xã",
            sentence_en="a nil return holds no positive number of cooperatives",
            requirement=NoSuchRows("""
                select s.submission_id, v.indicator_key, v.sheet, v.cell, v.value
                from {batch} s
                join {marts}.fct_indicator_value v on v.receipt_id = s.receipt_id and v.period_key = s.period_key
                where s.is_nil and v.indicator_key = 'HTX.coop_total' and v.value_status = 'actual' and v.value > 0
            """),
            applies_to="select 1 from {batch} where is_nil",
        ),
    ),
)

MART_REPORTING_ROUND = Suite(
    "mart_reporting_round",
    "mart_reporting_round",
    (
        of_one_build(),
        Check(
            name="rates_are_those_of_the_expected_reporters",
            severity="critical",
            sentence_vi="Có số đơn vị đã báo cáo không khớp với danh sách, hoặc tỷ lệ quá 100 %",
            sentence_en="the counts of a round are those of its expected reporters, and no rate exceeds 100 percent",
            requirement=NoSuchRows("""
                with listed as (
                    select province_key, period_key, reporter_kind, form_code, count(*) as expected,
                        count(*) filter (where is_reported) as accepted
                    from {marts}.fct_submission
                    group by province_key, period_key, reporter_kind, form_code
                )
                select *
                from {batch} r
                full join listed using (province_key, period_key, reporter_kind, form_code)
                where (r.form_code is distinct from 'all' and (r.reporters_expected, r.reporters_accepted)
                        is distinct from (listed.expected::integer, listed.accepted::integer))
                    or r.reporters_received + r.reporters_missing <> r.reporters_expected
                    or r.reporters_on_time + r.reporters_late <> r.reporters_accepted
                    or r.reporters_accepted > r.reporters_received
                    or greatest(r.received_percent, r.accepted_percent, r.on_time_percent) > 100
            """),
        ),
    ),
)

FCT_FINDING = Suite(
    "fct_finding",
    "fct_finding",
    (
        of_one_build(),
        Check(
            name="findings_agree_with_the_counts_of_their_submission",
            severity="critical",
            sentence_vi="Số lỗi, cảnh báo của báo cáo không khớp với danh sách lỗi, cảnh báo",
            sentence_en="the error and warning counts of a submission are those of its current findings",
            requirement=NoSuchRows("""
                with counted as (
                    select submission_id, count(*) filter (where severity = 'error') as errors,
                        count(*) filter (where severity = 'warning') as warnings
                    from {batch}
                    where is_current and about = 'file'
                    group by submission_id
                )
                select s.submission_id, s.error_count, s.warning_count, counted.errors, counted.warnings
                from {marts}.fct_submission s
                left join counted using (submission_id)
                where s.error_count <> coalesce(counted.errors, 0) or s.warning_count <> coalesce(counted.warnings, 0)
            """),
            applies_to="select 1 from {marts}.fct_submission where receipt_id is not null",
        ),
        Check(
            name="sentences_are_filled_in",
            severity="critical",
            sentence_vi="Có câu báo lỗi còn để trống chỗ điền",
            sentence_en="no sentence to a submitter has a placeholder left in it",
            requirement=NoSuchRows("""
                select * from {batch}
                where position('{' in sentence_vi || mend_vi) > 0 or btrim(sentence_vi) = '' or btrim(mend_vi) = ''
            """),
        ),
    ),
)

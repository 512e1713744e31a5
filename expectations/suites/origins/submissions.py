"""What is said of submissions comes from the calendar, the receipts, the readings and their findings."""

from expectations.suites.check import Check, NoSuchRows, Suite, content_id, same_rows

_SAID = "Bảng {} khác với dữ liệu đã nhận"
_NAME = "says_what_arrived"


def _as_arrived(what_vi: str, what_en: str, *, said: str, source: str) -> Check:
    return same_rows(
        _NAME,
        _SAID.format(what_vi),
        f"each {what_en} is as it arrived, none is lost and none is added",
        said=said,
        source=source,
    )


_PLACED = """
    join {{marts}}.dim_area a on a.area_code = case p.reporter_kind when 'area' then p.reporter_code
        else p.province_code end and a.valid_from <= p.due_before and p.due_before < coalesce(a.valid_to, 'infinity')
""".replace("{{", "{").replace("}}", "}")

FCT_SUBMISSION_ORIGIN = Suite(
    "fct_submission",
    "fct_submission",
    (
        _as_arrived(
            "báo cáo phải nộp",
            "expected submission and what became of it",
            said="""
                select s.submission_id, s.obligation_code, s.reporter_kind, s.reporter_level, s.form_code, s.period_key,
                    s.opens_on, s.due_before, coalesce(a.area_code, s.reporter_agency_code), p.province_code, s.status,
                    s.is_received, s.is_reported, s.is_nil, s.versions, s.current_version, s.receipt_id, s.file_sha256,
                    s.file_name, s.first_received_at, s.received_at, s.decided_by, s.decision_reason
                from {batch} s
                left join {marts}.dim_area a on a.area_key = s.reporter_area_key
                left join {marts}.dim_province p on p.province_key = s.province_key
            """,
            source=f"""
                with arrived as (
                    select submission_id, count(*)::integer as versions, min(received_at) as first_received_at
                    from {{intermediate}}.int_submission_version where holds_form group by submission_id
                )
                select o.submission_id, o.obligation_code, case o.debtor_kind when 'agency' then 'agency' else 'area'
                    end, case o.debtor_kind when 'agency' then 'department' else a.area_level end, o.form_code,
                    o.period_key, o.opens_on, o.due_before, o.debtor_code, o.area_code, coalesce(v.status, 'missing'),
                    v.submission_id is not null, coalesce(v.is_admitted, false), coalesce(g.is_nil_return, false),
                    coalesce(arrived.versions, 0), v.version, r.receipt_id, r.file_sha256, r.file_name,
                    arrived.first_received_at, r.received_at, v.decided_by, v.decision_reason
                from (
                    select *, {content_id("debtor_code", "form_code", "period_key")} as submission_id
                    from reference.obligations where obligation_kind = 'reporter_round'
                ) o
                left join {{marts}}.dim_area a on o.debtor_kind is distinct from 'agency'
                    and a.area_code = o.debtor_code and a.valid_from <= o.due_before
                    and o.due_before < coalesce(a.valid_to, 'infinity')
                left join {{intermediate}}.int_submission_version v
                    on v.submission_id = o.submission_id and v.is_current
                left join "raw"."receipt" r on r.receipt_id = v.receipt_id
                left join raw.submission_reading g on g.reading_id = v.reading_id
                left join arrived on arrived.submission_id = o.submission_id
            """,  # noqa: S608
        ),
        Check(
            name="its_words_tell_what_became_of_it",
            severity="critical",
            sentence_vi="Có lý do của báo cáo không nói đúng điều đã xảy ra với báo cáo đó",
            sentence_en="the reason tells the day it was due, the moment it came, its errors or the decision on it",
            requirement=NoSuchRows("""
                select * from {batch}
                where case status
                    when 'missing' then reasons_vi is distinct from
                        'Chưa nộp; hạn: trước ngày ' || to_char(due_before, 'DD/MM/YYYY') || '.'
                    else starts_with(coalesce(reasons_vi, ''), 'Chưa nộp')
                        or (status = 'late_pending' or is_reported and not is_on_time and versions = 1)
                            and not starts_with(coalesce(reasons_vi, ''), 'Nộp lúc ' || to_char(
                                received_at at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI "ngày" DD/MM/YYYY'))
                        or decision_reason is not null and is_reported
                            and position(decision_reason in coalesce(reasons_vi, '')) = 0
                        or status <> 'late_pending' and is_on_time and is_reported and decision_reason is null
                            and versions = current_version and reasons_vi is not null
                end
            """),
        ),
        Check(
            name="a_refusal_tells_every_error",
            severity="critical",
            sentence_vi="Có báo cáo bị trả lại mà lý do không nêu đủ các lỗi",
            sentence_en="the reason of a refusal holds the sentence of each of its errors",
            requirement=NoSuchRows("""
                select s.submission_id, s.reasons_vi, f.sentence_vi
                from {batch} s
                join {marts}.fct_finding f using (submission_id)
                where s.status = 'rejected' and f.is_current and f.about = 'file' and f.severity = 'error'
                    and position(f.sentence_vi in coalesce(s.reasons_vi, '')) = 0
            """),
            applies_to="select 1 from {batch} where status = 'rejected'",
        ),
        Check(
            name="knows_what_had_arrived_when_the_build_began",
            severity="critical",
            sentence_vi="Bảng số liệu không biết báo cáo đã nhận trước khi bắt đầu dựng",
            sentence_en=(
                "what had arrived for an expected form when the build began is known to the marts: they are not stale"
            ),
            requirement=NoSuchRows("""
                with arrived as materialized (
                    select r.receipt_id, r.file_name, r.received_at, g.form_code, g.parts,
                        coalesce(r.round_period, g.period) as period_key,
                        coalesce(g.area_code, g.agency_code) as debtor_code
                    from raw.receipt r
                    join {staging}.stg_submission_reading g on g.is_newest and g.file_sha256 = r.file_sha256
                        and coalesce(g.round_period, '') = coalesce(r.round_period, '')
                    where r.received_at <= {known_until} and r.loaded_at < {began}
                        and r.companion_of_receipt_id is null
                ), owed as materialized (
                    select o.period_key, o.form_code, coalesce(a.area_code, o.debtor_agency_code) as debtor_code,
                        s.submission_id, s.status, s.first_received_at
                    from {marts}.dim_obligation o
                    join {batch} s on s.obligation_code = o.obligation_code
                    left join {marts}.dim_area a on a.area_key = o.debtor_area_key
                    where o.obligation_kind = 'reporter_round'
                )
                select distinct arrived.receipt_id, arrived.file_name, arrived.received_at, owed.submission_id,
                    owed.first_received_at
                from arrived
                join owed using (period_key, form_code, debtor_code)
                where (arrived.parts is null or arrived.form_code = any(string_to_array(arrived.parts, ',')))
                    and (owed.status = 'missing' or arrived.received_at < owed.first_received_at)
            """),
            applies_to="select 1 from raw.receipt",
        ),
    ),
)

FCT_FINDING_ORIGIN = Suite(
    "fct_finding",
    "fct_finding",
    (
        _as_arrived(
            "lỗi, cảnh báo",
            "finding",
            said="""
                select f.finding_id, f.about, f.rule_code, f.family, f.severity, f.sheet, f.cell, f.value_seen,
                    f.sentence_vi, f.mend_vi, f.is_explained, r.file_sha256
                from {batch} f
                left join raw.receipt r using (receipt_id)
            """,
            source="""
                with replies as (
                    select distinct r.file_sha256, reply.receipt_id, reply.rule_code, reply.place
                    from {staging}.stg_submission_reply reply
                    join {staging}.stg_receipt r using (receipt_id)
                ),
                found as (
                    select f.finding_id, 'file' as about, f.rule_code, f.family, f.severity, f.sheet, f.cell,
                        f.value_seen, f.sentence_vi, f.mend_vi, f.explanation is not null as is_explained,
                        g.file_sha256, null::uuid as receipt_id
                    from raw.submission_finding f
                    join {staging}.stg_submission_reading g using (reading_id)
                    where g.is_newest and exists (
                        select from raw.receipt r where r.file_sha256 = g.file_sha256
                            and r.received_at <= {known_until}
                            and coalesce(r.round_period, '') = coalesce(g.round_period, '')
                    )
                    union all
                    select f.receipt_finding_id, 'arrival', f.rule_code, f.family, f.severity, f.sheet, f.cell,
                        f.value_seen, f.sentence_vi, f.mend_vi, false, r.file_sha256, f.receipt_id
                    from {staging}.stg_receipt_finding f
                    join raw.receipt r using (receipt_id)
                )
                select f.finding_id, f.about, f.rule_code, f.family, f.severity, f.sheet, f.cell, f.value_seen,
                    f.sentence_vi, f.mend_vi, f.is_explained or exists (
                        select from replies
                        where replies.rule_code = f.rule_code and replies.file_sha256 = f.file_sha256
                            and (f.receipt_id is null or replies.receipt_id = f.receipt_id)
                            and (replies.place is null
                                or replies.place = coalesce(f.sheet, '') || '!' || coalesce(f.cell, ''))
                    ), f.file_sha256
                from found f
            """,
        ),
        Check(
            name="a_finding_stands_with_its_own_submission",
            severity="critical",
            sentence_vi="Có lỗi, cảnh báo gắn với báo cáo khác",
            sentence_en=(
                "a finding stands with the submission, and the version, that its file is of; who explained is told"
            ),
            requirement=NoSuchRows("""
                with versions as (
                    select submission_id, file_sha256, bool_or(is_current) as is_current
                    from {intermediate}.int_submission_version group by submission_id, file_sha256
                )
                select f.*
                from {batch} f
                left join raw.receipt r using (receipt_id)
                left join versions v on v.submission_id = f.submission_id and v.file_sha256 = r.file_sha256
                where f.submission_id is null and f.is_current
                    or f.submission_id is not null and f.is_current is distinct from v.is_current
                    or f.is_explained <> (f.explanation is not null)
                    or f.is_explained <> (f.explained_at is not null)
                    or f.explained_by is not null and not f.is_explained
            """),
        ),
    ),
)

FCT_SUBMISSION_CHANGE_ORIGIN = Suite(
    "fct_submission_change",
    "fct_submission_change",
    (
        _as_arrived(
            "thay đổi giữa các bản",
            "change between versions",
            said="""
                select change_id, submission_id, receipt_id, previous_receipt_id, ordinal, sheet, cell, change_class,
                    change_kind, before_text, after_text, indicator_key, sector_code, value_column
                from {batch}
            """,
            source="""
                select c.change_id, v.submission_id, c.receipt_id, c.previous_receipt_id, c.ordinal, c.sheet, c.cell,
                    c.change_class, c.change_kind, c.before_text, c.after_text, c.entity || '.' || c.indicator_code,
                    c.sector_code, c.value_column
                from raw.submission_change c
                join raw.receipt r using (receipt_id)
                left join (select distinct receipt_id, submission_id from {intermediate}.int_submission_version) v
                    using (receipt_id)
                where r.received_at <= {known_until}
            """,
        ),
    ),
)

FCT_NARRATIVE_ORIGIN = Suite(
    "fct_narrative",
    "fct_narrative",
    (
        _as_arrived(
            "thuyết minh bằng lời",
            "paragraph of the narrative",
            said="""
                select narrative_text_id, submission_id, source_key, reporter_kind, area_key, province_key, period_key,
                    topic, ordinal, text, file_sha256, file_name, sheet, address, receipt_id, received_at
                from {batch}
            """,
            source=f"""
                select n.narrative_text_id, p.submission_id, p.source_key, p.reporter_kind, a.area_key, a.province_key,
                    p.period_key, n.topic, n.ordinal, n.text, r.file_sha256, r.file_name, n.sheet, n.address,
                    r.receipt_id, r.received_at
                from {{intermediate}}.int_part_version p
                join raw.narrative_text n using (reading_id)
                join raw.receipt r using (receipt_id)
                {_PLACED}
                where p.part = 'narrative'
            """,  # noqa: S608
        ),
    ),
)

FCT_SUPPORT_VALUE_ORIGIN = Suite(
    "fct_support_value",
    "fct_support_value",
    (
        _as_arrived(
            "kinh phí hỗ trợ",
            "amount of support money",
            said="""
                select support_value_id, submission_id, source_key, reporter_kind, area_key, province_key, period_key,
                    value_status, policy_code, funding_source, label, printed_value, printed_unit, file_sha256,
                    file_name, sheet, cell, receipt_id, received_at
                from {batch}
            """,
            source=f"""
                select w.support_value_id, p.submission_id, p.source_key, p.reporter_kind, a.area_key, a.province_key,
                    (left(p.period_key, 4)::integer + c.period_offset_years)::text
                        || case c.period_part when 'year' then '' else '-' || c.period_part end,
                    c.value_status, w.policy_code, w.funding_source, w.label, w.raw_text, w.printed_unit, r.file_sha256,
                    r.file_name, w.sheet, w.cell, r.receipt_id, r.received_at
                from {{intermediate}}.int_part_version p
                join raw.support_value w using (reading_id)
                join raw.receipt r using (receipt_id)
                join reference.form_columns c on c.form_code = p.form_code and c.form_version = p.form_version
                    and c.value_column = w.value_column
                {_PLACED}
                where p.part = 'A-3'
            """,  # noqa: S608
        ),
        Check(
            name="unknown_is_not_zero",
            severity="critical",
            sentence_vi="Có khoản hỗ trợ để trống bị ghi thành số, hoặc số 0 bị mất",
            sentence_en="an unknown amount has no value, a zero has the value 0, a value has one",
            requirement=NoSuchRows("""
                select * from {batch}
                where (value_reading = 'unknown') <> (value is null)
                    or (value_reading = 'zero') <> (value is not distinct from 0)
            """),
        ),
    ),
)

MART_REPORTING_ROUND_ORIGIN = Suite(
    "mart_reporting_round",
    "mart_reporting_round",
    (
        same_rows(
            "counts_what_became_of_each_reporter",
            "Bảng tiến độ nộp báo cáo khác với danh sách báo cáo phải nộp",
            "a round counts its expected submissions by what became of them; over all forms where there is but one too",
            said="""
                select province_key, period_key, reporter_kind, form_code, due_before, reporters_expected,
                    reporters_received, reporters_accepted, reporters_on_time, reporters_late, reporters_nil,
                    reporters_rejected, reporters_pending, reporters_missing, received_percent, accepted_percent,
                    on_time_percent
                from {batch} r
                where form_code <> 'all' or 1 = (
                    select count(*) from {batch} o where o.form_code <> 'all' and
                        (o.province_key, o.period_key, o.reporter_kind) = (r.province_key, r.period_key,
                            r.reporter_kind)
                )
            """,
            source="""
                with by_form as (
                    select province_key, period_key, reporter_kind, form_code, max(due_before) as due_before,
                        count(*)::integer as expected,
                        (count(*) filter (where receipt_id is not null))::integer as received,
                        (count(*) filter (where status like 'accepted%'))::integer as accepted,
                        (count(*) filter (where is_reported and is_on_time))::integer as on_time,
                        (count(*) filter (where is_reported and is_on_time is not true))::integer as late,
                        (count(*) filter (where is_reported and is_nil))::integer as nil,
                        (count(*) filter (where status = 'rejected'))::integer as rejected,
                        (count(*) filter (where status = 'late_pending'))::integer as pending,
                        (count(*) filter (where status = 'missing'))::integer as missing
                    from {marts}.fct_submission
                    group by province_key, period_key, reporter_kind, form_code
                )
                select province_key, period_key, reporter_kind, shown.form_code, due_before, expected, received,
                    accepted, on_time, late, nil, rejected, pending, missing,
                    round(100.0 * received / expected, 1)::numeric(4, 1),
                    round(100.0 * accepted / expected, 1)::numeric(4, 1),
                    round(100.0 * on_time / expected, 1)::numeric(4, 1)
                from (
                    select *, count(*) over (partition by province_key, period_key, reporter_kind) as forms from by_form
                ) b
                cross join lateral (
                    select b.form_code union all select 'all' where b.forms = 1
                ) shown
            """,
        ),
    ),
)

-- Every expected reporter and round, one row each, whether or not anything arrived.
with expected as (
    select
        {{ content_id(['obligation.debtor_code', 'obligation.form_code', 'obligation.period_key']) }} as submission_id,
        obligation.obligation_code,
        obligation.form_code,
        obligation.period_key,
        obligation.opens_on,
        obligation.due_before,
        area.area_key,
        agency.agency_code,
        case when obligation.debtor_kind = 'agency' then 'agency' else 'area' end as reporter_kind,
        case when obligation.debtor_kind = 'agency' then 'department' else area.area_level end as reporter_level,
        province.province_key
    from {{ ref('obligations') }} as obligation
    left join {{ ref('dim_area') }} as area
        on
            obligation.debtor_kind is distinct from 'agency'
            and obligation.debtor_code = area.area_code and {{ in_force('area', 'obligation.due_before') }}
    left join {{ ref('agencies') }} as agency
        on obligation.debtor_kind = 'agency' and obligation.debtor_code = agency.agency_code
    inner join {{ ref('dim_province') }} as province
        on obligation.area_code = province.province_code and {{ in_force('province', 'obligation.due_before') }}
    where
        obligation.obligation_kind = 'reporter_round' and num_nulls(area.area_key, agency.agency_code) = 1
),

findings as (
    select
        reading_id,
        (count(*) filter (where severity = 'error'))::integer as error_count,
        (count(*) filter (where severity = 'warning'))::integer as warning_count,
        string_agg(sentence_vi, ' ' order by ordinal) filter (where severity = 'error') as error_sentences
    from {{ ref('stg_submission_finding') }}
    group by reading_id
),

arrived as (
    select
        submission_id,
        count(*)::integer as versions,
        min(received_at) as first_received_at,
        min(received_at) filter (where is_admitted) as first_taken_at,
        (array_agg(is_on_time order by version) filter (where is_admitted))[1] as was_taken_on_time,
        string_agg(
            'Bản ' || version || case status
                when 'late_pending' then ' nộp sau hạn, chờ quyết định nhận.' else ' bị từ chối.'
            end,
            ' ' order by version
        ) filter (where not is_current and is_after_current and not is_admitted) as later_versions
    from (
        select
            *,
            version > max(version) filter (where is_current) over (partition by submission_id) as is_after_current
        from {{ ref('int_submission_version') }}
        where holds_form
    ) as version
    group by submission_id
)

select
    expected.submission_id,
    expected.obligation_code,
    expected.reporter_kind,
    expected.reporter_level,
    expected.area_key as reporter_area_key,
    expected.agency_code as reporter_agency_code,
    expected.province_key,
    expected.form_code,
    expected.period_key,
    expected.opens_on,
    expected.due_before,
    coalesce(version.status, 'missing') as status,
    version.submission_id is not null as is_received,
    coalesce(version.is_admitted, false) as is_reported,
    coalesce(version.is_nil_return, false) as is_nil,
    -- the first version that was taken decides: who mends a report afterwards was in time all the same
    coalesce(arrived.was_taken_on_time, version.is_on_time) as is_on_time,
    coalesce(arrived.versions, 0) as versions,
    version.version as current_version,
    version.receipt_id,
    version.file_sha256,
    version.file_name,
    arrived.first_received_at,
    arrived.first_taken_at,
    version.received_at,
    coalesce(findings.error_count, 0) as error_count,
    coalesce(findings.warning_count, 0) as warning_count,
    nullif(concat_ws(
        ' ',
        case
            when version.submission_id is null
                then 'Chưa nộp; hạn: trước ngày ' || {{ vietnamese_day('expected.due_before') }} || '.'
            when not version.is_on_time
                then
                    'Nộp lúc ' || {{ vietnamese_moment('version.received_at') }} || ', sau hạn (trước ngày '
                    || {{ vietnamese_day('expected.due_before') }} || ')'
                    || case version.status when 'late_pending' then '; chờ quyết định nhận.' else '.' end
        end,
        case when version.status = 'rejected' then coalesce(findings.error_sentences, 'Bị từ chối.') end,
        case when version.is_admitted then 'Nhận theo quyết định: ' || version.decision_reason end,
        arrived.later_versions
    ), '') as reasons_vi,
    version.decided_by,
    version.decision_reason,
    {{ build_id() }} as build_id
from expected
left join {{ ref('int_submission_version') }} as version
    on expected.submission_id = version.submission_id and version.is_current
left join arrived on expected.submission_id = arrived.submission_id
left join findings on version.reading_id = findings.reading_id

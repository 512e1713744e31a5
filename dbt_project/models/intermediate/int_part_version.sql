-- Of each part of each submission, the newest admitted version that holds it: a register or the sectors sent alone
-- stand beside the form, they do not take its place. What an early reader took says nothing of parts: it is the form
-- and its sectors.
with parts as (
    select
        version.*,
        part.part
    from {{ ref('int_submission_version') }} as version
    cross join
        lateral unnest(string_to_array(case version.parts when 'A-1' then 'A-1,A-2' else version.parts end, ','))
            as part (part)
    where version.is_admitted
),

forms as (
    select
        form_code,
        max(form_version) as newest_version
    from {{ ref('form_columns') }}
    group by form_code
)

select distinct on (parts.submission_id, parts.part)
    parts.submission_id,
    parts.part,
    parts.reading_id,
    parts.parts,
    parts.reporter_kind,
    parts.reporter_code,
    parts.source_key,
    parts.province_code,
    parts.form_code,
    coalesce(parts.form_version, forms.newest_version) as form_version,
    parts.period_key,
    parts.due_before,
    parts.receipt_id,
    parts.received_at,
    parts.file_sha256,
    parts.file_name
from parts
left join forms on parts.form_code = forms.form_code
order by parts.submission_id asc, parts.part asc, parts.received_at desc, parts.receipt_id desc

-- All readings of files; the newest of a file in a round is the one that counts.
select
    reading_id,
    file_sha256,
    round_period,
    reader_version,
    form_code,
    form_version,
    area_code,
    agency_code,
    nullif(array_to_string(parts, ','), '') as parts,
    period,
    is_nil_return,
    outcome,
    row_number() over (
        partition by file_sha256, round_period
        order by read_at desc, {{ version_numbers('reader_version') }} desc nulls last, reading_id
    ) = 1 as is_newest
from {{ source('raw', 'submission_reading') }}

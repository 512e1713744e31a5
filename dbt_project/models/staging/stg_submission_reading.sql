-- Readings of files known at the as-of moment; the newest of a file in a round is the one that counts. A first reading
-- is as old as the arrival it belongs to, however late it was made; what a mended reader read again is known from then.
with readings as (
    select
        reading_id,
        file_sha256,
        round_period,
        reader_version,
        form_code,
        form_version,
        area_code,
        agency_code,
        parts,
        period,
        is_nil_return,
        outcome,
        read_at,
        row_number() over (
            partition by file_sha256, round_period
            order by read_at asc, {{ version_numbers('reader_version') }} asc nulls first, reading_id asc
        ) = 1 as is_first
    from {{ source('raw', 'submission_reading') }}
)

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
from readings
where is_first or read_at <= {{ as_of() }}

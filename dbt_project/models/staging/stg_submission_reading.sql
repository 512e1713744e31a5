-- All readings of files, each by one reader version.
select
    reading_id,
    file_sha256,
    round_period,
    reader_version,
    form_code,
    form_version,
    area_code,
    period,
    is_nil_return,
    outcome,
    read_at
from {{ source('raw', 'submission_reading') }}

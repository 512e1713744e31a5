-- What the rules found, with the Vietnamese wording that submitters read.
select
    finding_id,
    reading_id,
    ordinal,
    rule_code,
    family,
    severity,
    sheet,
    cell,
    value_seen,
    sentence_vi,
    mend_vi,
    explanation
from {{ source('raw', 'submission_finding') }}
where {{ of_known_readings('reading_id') }}

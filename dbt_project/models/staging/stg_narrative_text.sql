-- Paragraphs of the narrative as written.
select
    narrative_text_id,
    reading_id,
    topic,
    sheet,
    address,
    ordinal,
    text
from {{ source('raw', 'narrative_text') }}
where {{ of_known_readings('reading_id') }}

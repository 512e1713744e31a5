-- What reporters write of difficulties, proposals, benefits and directions, as written, of the version that counts.
select
    paragraph.narrative_text_id,
    version.submission_id,
    version.source_key,
    version.reporter_kind,
    area.area_key,
    area.province_key,
    version.period_key,
    paragraph.topic,
    paragraph.ordinal,
    paragraph.text,
    version.file_sha256,
    version.file_name,
    paragraph.sheet,
    paragraph.address,
    version.receipt_id,
    version.received_at,
    {{ build_id() }} as build_id
from {{ ref('int_part_version') }} as version
inner join {{ ref('stg_narrative_text') }} as paragraph on version.reading_id = paragraph.reading_id
inner join {{ ref('dim_area') }} as area
    on
        area.area_code
        = case version.reporter_kind when 'area' then version.reporter_code else version.province_code end
        and {{ in_force('area', 'version.due_before') }}
where version.part = 'narrative'

-- Totals of a sentence whose parts by sector, said in the same sentence of the same place, period and status, give
-- another number: more than the total, or another one where the words or the sectors say that the parts are all of it.
with recursive kinship as (
    select
        code as sector_code,
        parent_code as ancestor_code
    from {{ ref('sectors') }}
    where parent_code is not null
    union all
    select
        kinship.sector_code,
        sector.parent_code as ancestor_code
    from kinship
    inner join {{ ref('sectors') }} as sector on kinship.ancestor_code = sector.code
    where sector.parent_code is not null
),

stated as (
    select
        reading.*,
        {{ content_id([
            'reading.article_version_id', 'reading.sentence_start', 'reading.indicator_key', 'reading.area_code',
            fold('reading.place'), 'reading.period', 'reading.value_status'
        ]) }} as sum_id
    from {{ ref('int_press_reading') }} as reading
    inner join {{ ref('indicators') }} as indicator
        on
            reading.indicator_key = {{ indicator_key('indicator.entity', 'indicator.code') }}
            and indicator.aggregation = 'sum'
    where reading.qualifier = 'exact' and reading.decision is distinct from 'reject'
),

parts as (
    select
        part.sum_id,
        sum(part.value_low)::numeric(24, 6) as sum_of_parts,
        min(part.start_offset) as first_offset,
        array_agg(part.claim_id order by part.start_offset) as part_claim_ids,
        count(*) as sectors,
        count(distinct part.sector_code) as different_sectors,
        array_agg(part.sector_code) @> array['agri', 'nonagri'] as is_whole_by_sectors
    from stated as part
    where
        part.sector_code <> 'all'
        -- "200 HTX nông nghiệp (120 trồng trọt, 80 chăn nuôi)": parts of a part are in it already
        and not exists (
            select 1
            from stated as wider
            inner join kinship
                on wider.sector_code = kinship.ancestor_code and kinship.sector_code = part.sector_code
            where wider.sum_id = part.sum_id and wider.sector_code <> 'all'
        )
    group by part.sum_id
),

compared as (
    select
        total.claim_id as total_claim_id,
        total.value_low as stated_total,
        parts.sum_of_parts,
        parts.part_claim_ids,
        parts.is_whole_by_sectors
        or substr(
            total.sentence_text,
            total.end_offset - total.sentence_start + 1,
            greatest(parts.first_offset - total.end_offset, 0)
        ) ~* '\m(gồm|chia ra)\M' as is_whole
    from stated as total
    inner join parts on total.sum_id = parts.sum_id
    where total.sector_code = 'all' and parts.sectors > 1 and parts.sectors = parts.different_sectors
)

select
    total_claim_id,
    stated_total,
    sum_of_parts,
    part_claim_ids
from compared
where sum_of_parts > stated_total or (is_whole and sum_of_parts <> stated_total)

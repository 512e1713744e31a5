-- What the newest round of each reporter says of a cell.
with claims as (
    select
        claim.reporter_area_code,
        cell.cell_number,
        claim.due_before,
        claim.value,
        claim.claim_id,
        claim.sheet,
        claim.cell
    from {{ ref('int_submission_claim') }} as claim
    inner join {{ ref('int_cell') }} as cell
        on
            claim.indicator_key = cell.indicator_key
            and claim.sector_code = cell.sector_code
            and claim.period_key = cell.period_key
            and claim.value_status = cell.value_status
    where claim.reporter_area_code is not null
),

newest_round as (
    -- the newest round that gave a value speaks, else the newest that had the cell
    select
        reporter_area_code,
        cell_number,
        coalesce(max(due_before) filter (where value is not null), max(due_before)) as due_before,
        count(*) as claims
    from claims
    group by reporter_area_code, cell_number
),

newest_claim as (
    select
        claims.*,
        newest_round.claims = 1 as is_alone
    from newest_round
    inner join claims
        on
            newest_round.reporter_area_code = claims.reporter_area_code
            and newest_round.cell_number = claims.cell_number
            and newest_round.due_before = claims.due_before
)

select
    reporter_area_code,
    cell_number,
    due_before,
    value::numeric(24, 6) as value,
    case when value is not null then claim_id end as claim_id,
    false as is_contradicted
from newest_claim
where is_alone
union all
-- two values for one cell in one submission contradict each other: neither is taken
select
    reporter_area_code,
    cell_number,
    due_before,
    case when count(distinct value) = 1 then min(value) end::numeric(24, 6) as value,
    case
        when count(distinct value) = 1
            then (array_agg(claim_id order by value is null, sheet, cell, claim_id))[1]
    end as claim_id,
    count(distinct value) > 1 as is_contradicted
from newest_claim
where not is_alone
group by reporter_area_code, cell_number, due_before

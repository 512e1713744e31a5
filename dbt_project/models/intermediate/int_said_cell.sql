-- What the newest round of each reporter says of a cell.
with claims as (
    select
        claim.reporter_area_code,
        cell.cell_number,
        claim.due_before,
        claim.value,
        claim.claim_id,
        min(claim.value) over same_round as least_value,
        max(claim.value) over same_round as most_value,
        -- the newest round that gave a value speaks, else the newest that had the cell
        row_number() over (
            partition by claim.reporter_area_code, cell.cell_number
            order by
                claim.value is null asc, claim.due_before desc, claim.sheet asc, claim.cell asc, claim.claim_id asc
        ) as choice
    from {{ ref('int_submission_claim') }} as claim
    inner join {{ ref('int_cell') }} as cell
        on
            claim.indicator_key = cell.indicator_key
            and claim.sector_code = cell.sector_code
            and claim.period_key = cell.period_key
            and claim.value_status = cell.value_status
    where claim.reporter_area_code is not null
    window same_round as (
        partition by claim.reporter_area_code, cell.cell_number
        order by claim.value is null asc, claim.due_before desc
        range between current row and current row
    )
)

-- two values for one cell in one submission contradict each other: neither is taken
select
    reporter_area_code,
    cell_number,
    due_before,
    case when least_value = most_value then value end::numeric(24, 6) as value,
    case when least_value = most_value then claim_id end as claim_id,
    coalesce(least_value <> most_value, false) as is_contradicted
from claims
where choice = 1

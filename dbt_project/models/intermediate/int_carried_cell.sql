-- What stands in for the absent where an officer had them estimated: the last stock that the same reporter gave for an
-- earlier period. Flows are never carried: what happened in one period says nothing about another. A mean is carried
-- with its weight, both of the same period.
with absent as (
    select
        cell.reporter_area_code,
        cell.indicator_key,
        cell.sector_code,
        cell.period_key,
        cell.value_status,
        period.ends_on
    from {{ ref('int_reporter_cell') }} as cell
    inner join {{ ref('int_estimated_round') }} as round
        on
            cell.province_key = round.province_key
            and cell.period_key = round.period_key
            and round.boundary_reading = 'as_reported'
    inner join {{ ref('dim_indicator') }} as indicator
        on
            cell.indicator_key = indicator.indicator_key
            and indicator.stock_or_flow = 'stock'
            and indicator.aggregation in ('sum', 'weighted_mean')
    inner join {{ ref('dim_period') }} as period on cell.period_key = period.period_key
    where not cell.is_reporting and cell.value_status in ('actual', 'estimate')
)

select distinct on (
    absent.reporter_area_code, absent.indicator_key, absent.sector_code, absent.period_key, absent.value_status
)
    absent.reporter_area_code,
    absent.indicator_key,
    absent.sector_code,
    absent.period_key,
    absent.value_status,
    earlier.reporter_name,
    earlier.reporter_sort_key,
    earlier.period_key as carried_from_period_key,
    earlier.value,
    earlier.numerator,
    earlier.weight,
    earlier.claim_id,
    earlier.weight_claim_id,
    earlier.claim_factor
from absent
inner join {{ ref('int_reporter_cell') }} as earlier
    on
        absent.reporter_area_code = earlier.reporter_area_code
        and absent.indicator_key = earlier.indicator_key
        and absent.sector_code = earlier.sector_code
        and earlier.value_status = 'actual'
        and earlier.is_reporting
        and not earlier.is_weight_missing
inner join {{ ref('dim_period') }} as earlier_period
    on earlier.period_key = earlier_period.period_key and absent.ends_on > earlier_period.ends_on
order by
    absent.reporter_area_code asc,
    absent.indicator_key asc,
    absent.sector_code asc,
    absent.period_key asc,
    absent.value_status asc,
    earlier_period.ends_on desc,
    earlier_period.starts_on desc,
    earlier.province_key asc

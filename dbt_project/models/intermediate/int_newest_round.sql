-- The newest period of which anything was reported as actual: what the marts of the present state stand at.
select total.period_key
from {{ ref('int_province_total') }} as total
inner join {{ ref('dim_period') }} as period on total.period_key = period.period_key
where total.value_status = 'actual' and total.reporters_reporting > 0
order by period.ends_on desc, period.starts_on desc
limit 1

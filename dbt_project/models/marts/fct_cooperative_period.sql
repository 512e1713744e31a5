-- What the registers of a round say of a cooperative: one row each, whoever else lists it too.
select
    {{ content_id(['period.cooperative_id', 'period.period_key']) }} as cooperative_period_id,
    dimension.cooperative_key,
    period.cooperative_id,
    period.period_key,
    version.area_key,
    version.province_key,
    period.source_key,
    period.sector_code,
    period.status,
    period.members,
    period.workers,
    period.charter_capital_vnd,
    period.revenue_vnd,
    period.profit_vnd,
    period.size_class,
    period.size_rule_version,
    period.size_unknown_reason,
    period.rating,
    period.rating_rule_version,
    period.rows_in_round,
    period.method as recognised_by,
    period.confidence::numeric(5, 4) as confidence,
    period.line_id,
    period.submission_id,
    period.reading_id,
    period.receipt_id,
    period.received_at,
    period.file_sha256,
    period.file_name,
    period.sheet,
    period.sheet_row,
    {{ build_id() }} as build_id
from {{ ref('int_cooperative_period') }} as period
inner join {{ ref('int_cooperative_version') }} as version
    on period.cooperative_id = version.cooperative_id and period.period_key = version.period_key
inner join {{ ref('dim_cooperative') }} as dimension
    on period.cooperative_id = dimension.cooperative_id and {{ in_force('dimension', 'period.ends_on') }}

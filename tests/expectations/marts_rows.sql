-- A sound candidate over raw_rows.sql; {schema} and {build_id} are put in by the fixture.
insert into {schema}.dim_province
select n, lpad(n::text, 2, '0'), 'Tỉnh số ' || n, 'Tỉnh ' || n, 'tỉnh', date '2004-01-01',
    case when n > 33 then date '2025-07-01' end, case when n > 33 then 1079 end, n <= 33, '{build_id}'::uuid
from generate_series(1, 62) n
union all
select 79, '79', 'Thành phố Hồ Chí Minh', 'TP.HCM', 'thành phố', '2004-01-01', '2025-07-01', 1079, false, '{build_id}'::uuid
union all
select 1079, '79', 'Thành phố Hồ Chí Minh', 'TP.HCM', 'thành phố', '2025-07-01', null, null, true, '{build_id}'::uuid;

insert into {schema}.dim_area
select 10000 + province_key, province_code, province_name, short_name, 'province', kind, null, province_key,
    valid_from, valid_to, null, province_code, 10000 + coalesce(successor_province_key, province_key), null, build_id
from {schema}.dim_province
union all
select code, code::text, case code when 760 then 'Quận 1' when 769 then 'Thành phố Thủ Đức' when 770 then 'Quận 3'
    when 771 then 'Quận 10' when 772 then 'Quận 11' else 'Huyện ' || code end, 'Huyện ' || code, 'district', 'quận',
    10079, 79, date '2004-01-01', date '2025-07-01', null, code::text, null,
    'Cấp huyện kết thúc hoạt động.', '{build_id}'::uuid
from generate_series(200, 895) code
union all
select 100000 + code, code::text, 'Xã ' || code, 'Xã ' || code, 'commune', 'xã', 760, 79, date '2004-01-01',
    date '2025-07-01', null, code::text, 200000 + 1 + code % 3321, null, '{build_id}'::uuid
from generate_series(1, 10035) code
union all
select 200000 + code, code::text, 'Xã ' || code, 'Xã ' || code, 'commune', 'xã', 11079, 1079, date '2025-07-01', null,
    null, code::text, 200000 + code, null, '{build_id}'::uuid
from generate_series(1, 3321) code;

insert into {schema}.bridge_area_succession
select 'reform:' || area_key, area_key, today_area_key, area_level, valid_to,
    case when today_area_key is null then 'dissolved' else 'merged' end,
    case when today_area_key is not null then 1 end, null, true, build_id
from {schema}.dim_area where valid_to is not null
union all
select 'unconfirmed', 10001, null, 'province', '2026-09-01', 'renamed', 1, null, false, '{build_id}'::uuid;

insert into {schema}.dim_agency values
    ('lmhtx-79', 'Liên minh Hợp tác xã Thành phố Hồ Chí Minh', 'Cooperative Alliance', '79', null, null, null,
        '{build_id}'::uuid);

insert into {schema}.dim_obligation
select concat_ws(':', debtor_code, form_code, period_key), obligation_kind,
    case when debtor_code like 'lmhtx%' then 'agency' else 'area' end,
    case when debtor_code not like 'lmhtx%' then debtor_code::integer end,
    case when debtor_code like 'lmhtx%' then debtor_code end, 'lmhtx-79', form_code, period_key, 79, '2024-05-01', null,
    '2024-05-20', '2024-01-01', null, null, true, '{build_id}'::uuid
from reference.obligations;

insert into {schema}.dim_period values
    ('2023', 'year', 2023, null, '2023-01-01', '2023-12-31', 'Năm 2023', '2023', '{build_id}'::uuid),
    ('2024-H1', 'half_year', 2024, 1, '2024-01-01', '2024-06-30', '6 tháng đầu năm 2024', 'H1 2024', '{build_id}'::uuid),
    ('2024-H2', 'half_year', 2024, 2, '2024-07-01', '2024-12-31', '6 tháng cuối năm 2024', 'H2 2024', '{build_id}'::uuid),
    ('2024', 'year', 2024, null, '2024-01-01', '2024-12-31', 'Năm 2024', '2024', '{build_id}'::uuid);

insert into {schema}.dim_indicator
select 'HTX.' || code, code, 'HTX', name_vi, code, unit, kind, aggregation, weight, null, place, 'seen', '{build_id}'::uuid
from (values
    ('coop_total', 'Tổng số hợp tác xã', 'HTX', 'stock', 'sum', null, 1),
    ('coop_active', 'Số hợp tác xã đang hoạt động', 'HTX', 'stock', 'sum', null, 2),
    ('coop_new', 'Số hợp tác xã thành lập mới', 'HTX', 'flow', 'sum', null, 3),
    ('members_total', 'Tổng số thành viên', 'thành viên', 'stock', 'sum', null, 4),
    ('revenue_avg', 'Doanh thu bình quân', 'VND', 'flow', 'weighted_mean', 'HTX.coop_total', 5),
    ('coop_effective_pct', 'Tỷ lệ HTX hiệu quả', 'percent', 'stock', 'weighted_mean', 'HTX.coop_total', 6)
) as indicators (code, name_vi, unit, kind, aggregation, weight, place);

insert into {schema}.dim_sector values
    ('all', 'Tất cả', 'All sectors', null, '{build_id}'::uuid),
    ('agri', 'Nông - lâm - ngư - diêm nghiệp', 'Agriculture', 'all', '{build_id}'::uuid);

insert into {schema}.dim_source
select 'submission:' || debtor_code, 'submission', 'Quận ' || debtor_code, '79', '{build_id}'::uuid
from reference.obligations where obligation_kind = 'reporter_round'
union all
select 'press:bao', 'press', 'Báo', null, '{build_id}'::uuid;

insert into {schema}.fct_submission
select md5('s' || o.debtor_code)::uuid, o.debtor_code::integer, 79, 'A-1', '2024-H1', '2024-05-20',
    coalesce(case o.debtor_code when '770' then 'accepted_with_warnings' else g.outcome end, 'missing'),
    coalesce(g.outcome <> 'rejected', false), o.debtor_code = '772',
    r.received_at < timestamptz '2024-05-20 00:00+07', case when r.receipt_id is null then 0 else 1 end,
    case when r.receipt_id is null then null else 1 end, r.receipt_id, r.file_sha256, r.file_name, r.received_at,
    r.received_at, case o.debtor_code when '769' then 1 else 0 end, case o.debtor_code when '770' then 1 else 0 end,
    case o.debtor_code when '769' then 'Tổng số HTX nhỏ hơn số HTX đang hoạt động.' when '771' then 'Chưa nộp.' end,
    case o.debtor_code when '770' then 'Trần Thị Bình' end, case o.debtor_code when '770' then 'Đã báo trước.' end,
    '{build_id}'::uuid
from reference.obligations o
left join raw.submission_reading g on g.area_code = o.debtor_code
left join raw.receipt r on r.file_sha256 = g.file_sha256
where o.obligation_kind = 'reporter_round';

insert into {schema}.fct_finding values
    (md5('f769')::uuid, md5('s769')::uuid, md5('r769')::uuid, 'part_exceeds_total', 'arithmetic', 'error', 'A-1', 'F9',
     '12', 'Số HTX đang hoạt động (12) lớn hơn tổng số HTX (10).', 'Kiểm tra lại ô F8 và F9.', true, '{build_id}'::uuid),
    (md5('f770')::uuid, md5('s770')::uuid, md5('r770')::uuid, 'blank_required', 'completeness', 'warning', 'A-1', 'F23',
     null, 'Doanh thu bình quân để trống.', 'Điền số hoặc ghi rõ lý do.', true, '{build_id}'::uuid);

insert into {schema}.fct_indicator_value
select md5('c' || r.file_sha256 || v.cell)::uuid, v.entity || '.' || v.indicator_code, v.sector_code,
    coalesce(g.area_code::integer, 10079), '2024-H1', null, 'actual',
    'submission:' || coalesce(g.area_code, g.agency_code), x.value, x.value, x.value,
    v.reading, 'exact', u.canonical_unit, v.raw_text, v.printed_unit, 'cell', r.file_sha256, r.file_name, v.sheet,
    v.cell, null, null, null, null, null, 1, r.receipt_id, r.received_at, '{build_id}'::uuid,
    case when g.area_code is null then 'agency' else 'area' end
from raw.submission_value v
join raw.submission_reading g using (reading_id)
join raw.receipt r on r.file_sha256 = g.file_sha256
join reference.units u using (printed_unit)
cross join lateral (select case v.reading when 'zero' then 0 else v.value_printed * u.factor end as value) x;
insert into {schema}.fct_indicator_value
select md5('press' || sentence)::uuid, indicator_key, 'all', 10079, '2024', null, 'target', 'press:bao', value, low,
    value, 'value', qualifier, unit, sentence, unit, 'sentence', 'sha-bai-bao', null, null, null, a.article_version_id,
    a.url, sentence, strpos(a.content_text, sentence) - 1, strpos(a.content_text, sentence) - 1 + length(sentence),
    0.93, null, a.fetched_at, '{build_id}'::uuid
from raw.article a
cross join (values
    ('trên 60 hợp tác xã', 'HTX.coop_total', null::numeric, 60::numeric, 'over', 'HTX'),
    ('55%', 'HTX.coop_effective_pct', 55, 55, 'exact', 'percent')
) as sentences (sentence, indicator_key, value, low, qualifier, unit);

insert into {schema}.fct_figure
select md5(indicator_key || boundary_reading || completeness)::uuid, indicator_key, 'all', area_key, '2024-H1',
    'actual', boundary_reading, completeness, case completeness when 'reported' then value end,
    case when completeness = 'reported' then numerator end, case when completeness = 'reported' then denominator end,
    unit, 5, reporting, absentees, 'Còn thiếu báo cáo.', '{build_id}'::uuid
from (values
    ('HTX.coop_total', 65::numeric, null::numeric, null::numeric, 'HTX', 3, array['Thành phố Thủ Đức', 'Quận 10']),
    ('HTX.coop_active', {active_in_all}, null, null, 'HTX', 3, array['Thành phố Thủ Đức', 'Quận 10']),
    ('HTX.coop_new', 3, null, null, 'HTX', 3, array['Thành phố Thủ Đức', 'Quận 10']),
    ('HTX.members_total', 2900, null, null, 'thành viên', 3, array['Thành phố Thủ Đức', 'Quận 10']),
    ('HTX.revenue_avg', 1500000000, 60000000000, 40, 'VND', 2, array['Thành phố Thủ Đức', 'Quận 3', 'Quận 10'])
) as figures (indicator_key, value, numerator, denominator, unit, reporting, absentees)
cross join (values ('as_reported', 10079), ('todays_boundaries', 11079)) as readings (boundary_reading, area_key)
cross join (values ('complete'), ('reported')) as completenesses (completeness);

insert into {schema}.bridge_figure_claim
select f.figure_id, v.claim_id, case when v.indicator_key = f.indicator_key then
    case f.indicator_key when 'HTX.revenue_avg' then 40 else 1 end end, '{build_id}'::uuid
from {schema}.fct_figure f
join {schema}.fct_indicator_value v on v.value_status = 'actual' and v.value is not null and v.reporter_kind = 'area'
    and (v.indicator_key = f.indicator_key
        or (f.indicator_key = 'HTX.revenue_avg' and v.indicator_key = 'HTX.coop_total' and v.area_key = 760))
where f.value is not null and f.boundary_reading = 'as_reported';

insert into {schema}.bridge_figure_part
select today.figure_id, former.figure_id, 1, '{build_id}'::uuid
from {schema}.fct_figure today
join {schema}.fct_figure former using (indicator_key, completeness)
where today.value is not null and today.boundary_reading = 'todays_boundaries'
    and former.boundary_reading = 'as_reported';

insert into {schema}.fct_target_progress
select v.claim_id, v.claim_id, v.indicator_key, 79, '2024', v.value_low, null, 'over', f.figure_id, '2024-H1', f.value,
    100 * f.value / v.value_low, 'met', 'Đã đạt mục tiêu.', '{build_id}'::uuid
from {schema}.fct_indicator_value v
join {schema}.fct_figure f using (indicator_key)
where v.value_status = 'target' and v.indicator_key = 'HTX.coop_total' and f.completeness = 'reported'
    and f.boundary_reading = 'as_reported';

insert into {schema}.mart_reporting_round
select province_key, period_key, 'area', form_code, count(*), count(receipt_id), count(*) filter (where is_reported),
    count(*) filter (where is_reported and is_on_time), count(*) filter (where is_reported and not is_on_time),
    count(*) filter (where receipt_id is null), 100.0 * count(receipt_id) / count(*),
    100.0 * count(*) filter (where is_reported) / count(*),
    100.0 * count(*) filter (where is_reported and is_on_time) / count(*), '{build_id}'::uuid
from {schema}.fct_submission
group by province_key, period_key, form_code;

insert into {schema}.fct_rule_result values
    (md5('q769')::uuid, 'reporter', 'htx_coop_active_at_most_htx_coop_total', 79, 769, md5('s769')::uuid,
     md5('f769')::uuid, 'HTX.coop_active', 'all', '2024-H1', 'actual', 12, 10, 2, 0, 'broken', 'waived',
     '2024-05-21 08:00+07', 'Trần Thị Bình', 'Đã gọi điện.', 'Hoạt động không lớn hơn tổng: không đúng, 12 so với 10.',
     'Active at most all: does not hold, 12 against 10.', '{build_id}'::uuid);
insert into {schema}.fct_rule_result
select md5('q79')::uuid, 'province', 'htx_coop_active_at_most_htx_coop_total', 79, 10079, null, null, 'HTX.coop_active',
    'all', '2024-H1', 'actual', active, 65, active - 65, 0, case when active > 65 then 'broken' else 'holds' end,
    case when active > 65 then 'open' end, null, null, null, 'Hoạt động không lớn hơn tổng: xét 65.',
    'Active at most all: judged against 65.', '{build_id}'::uuid
from (values ({active_in_all})) as counted (active);

insert into {schema}.mart_province_period
select a.province_key, '2024-H1', f.boundary_reading, f.completeness, a.area_name, 'actual', 5, 3,
    max(f.value) filter (where f.indicator_key = 'HTX.coop_total'),
    max(f.value) filter (where f.indicator_key = 'HTX.coop_active'),
    max(f.value) filter (where f.indicator_key = 'HTX.coop_new'),
    max(f.value) filter (where f.indicator_key = 'HTX.revenue_avg'), '{build_id}'::uuid
from {schema}.fct_figure f join {schema}.dim_area a using (area_key)
group by a.province_key, f.boundary_reading, f.completeness, a.area_name;

insert into {schema}.fct_narrative
select n.narrative_text_id, s.submission_id, 'submission:760', 'area', 760, 79, '2024-H1', n.topic, n.ordinal, n.text,
    s.file_sha256, s.file_name, n.sheet, n.address, s.receipt_id, s.received_at, '{build_id}'::uuid
from raw.narrative_text n
join {schema}.fct_submission s on s.reporter_area_key = 760;

insert into {schema}.fct_support_value
select v.support_value_id, s.submission_id, 'submission:760', 'area', 760, 79, '2024-H1', 'actual', v.policy_code,
    v.funding_source, v.label, v.value_printed * u.factor, v.reading, v.raw_text, v.printed_unit, s.receipt_id,
    '{build_id}'::uuid
from raw.support_value v
join reference.units u using (printed_unit)
join {schema}.fct_submission s on s.reporter_area_key = 760;

insert into {schema}.fct_submission_change
select c.change_id, s.submission_id, c.receipt_id, c.previous_receipt_id, c.ordinal, c.sheet, c.cell, c.change_class,
    c.change_kind, c.before_text, c.after_text, '{build_id}'::uuid
from raw.submission_change c
left join {schema}.fct_submission s using (receipt_id);

insert into {schema}.fct_department_claim
select v.claim_id, v.source_key, 79, v.indicator_key, v.sector_code, v.period_key, v.value_status, v.value, f.figure_id,
    f.value, v.value - f.value, 100 * v.value / f.value, 'differs_while_some_are_absent', '{build_id}'::uuid
from {schema}.fct_indicator_value v
join {schema}.fct_figure f using (indicator_key)
where v.reporter_kind = 'agency' and f.boundary_reading = 'as_reported' and f.completeness = 'reported';

insert into {schema}.fct_press_figure
select v.claim_id, 'taken', true, '{}', null, v.indicator_key, v.sector_code, v.area_key, f.place, v.period_key, f.period,
    v.value_status, v.value_low, v.value_high, v.qualifier, v.canonical_unit, v.source_key, v.article_version_id,
    v.article_url, 0, a.content_text, v.evidence_text, v.start_offset, v.end_offset, 1, v.confidence, 0.7, null, null, null, null, null,
    '{build_id}'::uuid
from {schema}.fct_indicator_value v
join raw.article_figure f using (claim_id)
join raw.article a on a.article_version_id = f.article_version_id;

insert into {schema}.dim_cooperative
select row_number, md5('htx' || row_number)::uuid, code, name, 760, 79, founded_on, 'fair', '2024-06-30', null, true,
    '{build_id}'::uuid
from (values
    (5, '0305001230', 'HTX vận tải Bến Thành', '2012-05-20'), (6, null, 'HTX thương mại Cầu Kho', '2015-03-15')
) as listed (row_number, code, name, founded_on);

insert into {schema}.fct_cooperative_period
select md5('htx-kỳ' || c.row_number)::uuid, c.row_number, md5('htx' || c.row_number)::uuid, '2024-H1', 760, 79,
    c.number_printed::integer, s.submission_id, c.reading_id, s.receipt_id, c.sheet, c.row_number, '{build_id}'::uuid
from raw.register_cell c
join {schema}.fct_submission s on s.reporter_area_key = 760;

insert into {schema}.fct_cooperative_review
select md5('htx6')::uuid, md5('htx6')::uuid, md5('htx5')::uuid, 79, '2024-H1', 0.4, '{build_id}'::uuid;

-- the reported total of the city beside what the press said of it
insert into {schema}.fct_reconciliation
select md5('đối chiếu' || x.source_kind)::uuid, md5('tọa độ')::uuid, 'HTX.coop_total', 'all', 10079, '2024-H1', 'actual',
    x.source_kind, 2, x.is_first, x.is_first, x.value, x.value, x.value, 65, x.value - 65, x.verdict, x.evidence_kind,
    x.evidence_id, '{build_id}'::uuid
from (
    select 'submissions' as source_kind, true as is_first, value, 'preferred' as verdict, 'figure' as evidence_kind,
        figure_id as evidence_id
    from {schema}.fct_figure
    where indicator_key = 'HTX.coop_total' and completeness = 'reported' and boundary_reading = 'as_reported'
    union all
    select 'press', false, 66, 'agrees', 'register', md5('đăng ký')::uuid
) x;
insert into {schema}.fct_preferred_claim
select coordinates_id, indicator_key, area_key, period_key, value, '{build_id}'::uuid
from {schema}.fct_reconciliation where is_preferred;
insert into {schema}.mart_reporter_period
select area_key, 79, period_key, value_status, value, '{build_id}'::uuid
from {schema}.fct_indicator_value
where indicator_key = 'HTX.coop_total' and value_status = 'actual' and reporter_kind = 'area';
insert into {schema}.mart_sum_province values (1079, '2024-H1', 65, 60000000000, 40, '{build_id}'::uuid);
insert into {schema}.mart_sum_sector
select 1079, 'agri', '2024-H1', null, '{build_id}'::uuid;
insert into {schema}.mart_sum_reporter
select area_key, 1079, '2024-H1', value, '{build_id}'::uuid
from {schema}.fct_indicator_value
where indicator_key = 'HTX.coop_total' and value_status = 'actual' and reporter_kind = 'area';
insert into {schema}.mart_sum_province_flow values (1079, '2024-H1', '2024', 3, '{build_id}'::uuid);

-- What arrived from five reporters of TP.HCM for the first half of 2024, and one article of the press.
create schema reference;
create table reference.obligations (obligation_kind text, debtor_code text, form_code text, period_key text);
insert into reference.obligations
select 'reporter_round', code, 'A-1', '2024-H1' from unnest(array['760', '769', '770', '771', '772']) code;
insert into reference.obligations values ('owner_report', 'lmhtx-79', null, '2024-H1');
create table reference.units (printed_unit text, canonical_unit text, factor numeric);
insert into reference.units values
    ('HTX', 'HTX', 1), ('thành viên', 'thành viên', 1), ('triệu đồng/năm', 'VND', 1000000);

insert into raw.file (file_sha256, size_bytes)
select 'sha-' || code, 9000 from unnest(array['760', '769', '770', '772', 'bai-bao']) code;
insert into raw.receipt (receipt_id, file_sha256, round_period, channel, sender, file_name, received_at) values
    (md5('r760')::uuid, 'sha-760', '2024-H1', 'email', 'q1', 'Quận 1 - 6T2024.xlsx', '2024-05-14 09:10+07'),
    (md5('r769')::uuid, 'sha-769', '2024-H1', 'email', 'td', 'TP Thủ Đức.xlsx', '2024-05-15 16:40+07'),
    (md5('r770')::uuid, 'sha-770', '2024-H1', 'email', 'q3', 'Quận 3.xlsx', '2024-05-20 00:00+07'),
    (md5('r772')::uuid, 'sha-772', '2024-H1', 'email', 'q11', 'Quận 11 (không có HTX).xlsx', '2024-05-19 23:59+07');
insert into raw.submission_reading
    (reading_id, file_sha256, round_period, reader_version, form_code, area_code, period, is_nil_return, outcome, read_at)
select md5('reading' || code)::uuid, 'sha-' || code, '2024-H1', '1', 'A-1', code, '2024-H1', code = '772',
    case code when '769' then 'rejected' when '770' then 'accepted_with_warnings' else 'accepted' end,
    '2024-05-20 06:00+07'
from unnest(array['760', '769', '770', '772']) code;
insert into raw.submission_value
    (value_id, reading_id, sheet, cell, indicator_code, entity, sector_code, value_column, raw_text, reading,
     value_printed, printed_unit)
select md5('v' || code || cell)::uuid, md5('reading' || code)::uuid, 'A-1', cell, indicator_code, 'HTX', 'all',
    'actual_h1', printed, case when printed is null then 'unknown' when printed = '0' then 'zero' else 'value' end,
    nullif(printed, '0')::numeric, unit
from (values
    ('760', 'F8', 'coop_total', '40', 'HTX'), ('760', 'F9', 'coop_active', '{active_in_district_1}', 'HTX'),
    ('760', 'F10', 'coop_new', '2', 'HTX'), ('760', 'F15', 'members_total', '2000', 'thành viên'),
    ('760', 'F23', 'revenue_avg', '1500', 'triệu đồng/năm'),
    ('770', 'F8', 'coop_total', '25', 'HTX'), ('770', 'F9', 'coop_active', '20', 'HTX'),
    ('770', 'F10', 'coop_new', '1', 'HTX'), ('770', 'F15', 'members_total', '900', 'thành viên'),
    ('770', 'F23', 'revenue_avg', null, 'triệu đồng/năm'),
    ('772', 'F8', 'coop_total', '0', 'HTX')
) as cells (code, cell, indicator_code, printed, unit);
insert into raw.file (file_sha256, size_bytes) values ('sha-snnptnt', 9000);
insert into raw.receipt (receipt_id, file_sha256, round_period, channel, sender, file_name, received_at)
values (md5('rsnnptnt')::uuid, 'sha-snnptnt', '2024-H1', 'email', 'snnptnt', 'Sở NN và PTNT.xlsx', '2024-05-17 10:00+07');
insert into raw.submission_reading
    (reading_id, file_sha256, round_period, reader_version, form_code, agency_code, level, period, is_nil_return,
     outcome, read_at)
values (md5('readingsnnptnt')::uuid, 'sha-snnptnt', '2024-H1', '1', 'A-1', 'snnptnt-79', 'department', '2024-H1', false,
    'accepted', '2024-05-20 06:00+07');
insert into raw.submission_value
    (value_id, reading_id, sheet, cell, indicator_code, entity, sector_code, value_column, raw_text, reading,
     value_printed, printed_unit)
values (md5('vsnnptnt')::uuid, md5('readingsnnptnt')::uuid, 'A-1', 'F8', 'coop_total', 'HTX', 'all', 'actual_h1', '64',
    'value', 64, 'HTX');
insert into raw.narrative_text (narrative_text_id, reading_id, topic, sheet, address, ordinal, text)
values (md5('n760')::uuid, md5('reading760')::uuid, 'difficulties', 'Khó khăn', 'B4', 1,
    'Phần lớn hợp tác xã thiếu vốn, khó vay vì không có tài sản thế chấp.');
insert into raw.support_value
    (support_value_id, reading_id, policy_code, funding_source, value_column, label, sheet, cell, raw_text, reading,
     value_printed, printed_unit)
select md5('h760' || source)::uuid, md5('reading760')::uuid, 'training', source, 'actual_h1',
    'Đào tạo, bồi dưỡng nguồn nhân lực', 'A-3', cell, printed::text, 'value', printed, 'triệu đồng/năm'
from (values ('all', 'D5', 300), ('central', 'E5', 100), ('local', 'F5', 200)) as amounts (source, cell, printed);
insert into raw.file (file_sha256, size_bytes) values ('sha-760-bản-đầu', 9000);
insert into raw.receipt (receipt_id, file_sha256, round_period, channel, sender, file_name, received_at)
values (md5('r760 đầu')::uuid, 'sha-760-bản-đầu', '2024-H1', 'email', 'q1', 'Quận 1.xlsx', '2024-05-13 09:10+07');
insert into raw.submission_change
    (change_id, receipt_id, previous_receipt_id, ordinal, sheet, cell, change_class, change_kind, before_text, after_text)
values (md5('d760')::uuid, md5('r760')::uuid, md5('r760 đầu')::uuid, 1, 'A-1', 'F8', 'material', 'value', '39', '40');
insert into raw.article
    (article_version_id, canonical_url, url, file_sha256, source_code, fetched_at, content_text, text_sha256, http_headers)
values
    (md5('article')::uuid, 'https://bao.example/htx', 'https://bao.example/htx', 'sha-bai-bao', 'bao',
     '2024-05-02 05:00+07', 'Năm 2024, thành phố phấn đấu có trên 60 hợp tác xã, trong đó 55% hoạt động hiệu quả.',
     'text', '{}');
insert into raw.article_figure
    (claim_id, article_version_id, extractor_version, ordinal, kind, indicator_code, entity, sector_code, value_low,
     value_high, unit, qualifier, value_status, place, period, evidence, start_offset, end_offset, confidence, rule_trace)
select md5('press' || sentence)::uuid, a.article_version_id, '6', ordinal, 'figure', code, 'HTX', 'all', low, high, unit,
    qualifier, 'target', 'TP.HCM', '2024', sentence, strpos(a.content_text, sentence) - 1,
    strpos(a.content_text, sentence) - 1 + length(sentence), 0.93, '["form:count"]'
from raw.article a
cross join (values
    (1, 'trên 60 hợp tác xã', 'coop_total', 60, null, 'count', 'over'),
    (2, '55%', 'coop_effective_pct', 55, 55, 'percent', 'exact')
) as sentences (ordinal, sentence, code, low, high, unit, qualifier);
insert into raw.register_cell
    (register_cell_id, reading_id, sheet, row_number, field, cell, raw_text, reading, number_printed, is_second_copy)
select md5('m760' || row_number)::uuid, md5('reading760')::uuid, 'Danh sách HTX', row_number, 'members',
    'H' || row_number, members::text, 'value', members, false
from (values (5, 31), (6, 12)) as listed (row_number, members);

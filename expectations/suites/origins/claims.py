"""Claims come from cells and sentences: each once, at its own place, of the version that counts."""

from expectations.suites.check import ALWAYS, Check, NoSuchRows, Suite, same_rows

FCT_INDICATOR_VALUE_ORIGIN = Suite(
    "fct_indicator_value",
    "fct_indicator_value",
    (
        Check(
            name="cells_say_what_the_claim_says",
            severity="critical",
            sentence_vi=(
                "Có số liệu không bằng số trong ô của tệp đã nhận nhân với đơn vị tính, hoặc ghi sai chỉ tiêu, kỳ, loại"
                " số liệu, đơn vị báo cáo của ô đó"
            ),
            sentence_en=(
                "a claim from a cell equals what was read there times the factor of its printed unit, is"
                " of the indicator,"
                " sector, period and status of its row and column, of the reporter of its file, and in the"
                " canonical unit"
            ),
            requirement=NoSuchRows("""
                select v.claim_id, v.file_name, v.sheet, v.cell, v.period_key, v.value_status, v.source_key, v.value,
                    w.reading, w.value_printed, w.printed_unit
                from {batch} v
                left join raw.submission_value w on w.value_id = v.claim_id
                left join raw.submission_reading g on g.reading_id = w.reading_id
                left join raw.receipt r on r.receipt_id = v.receipt_id
                left join reference.form_columns c on c.form_code = g.form_code and c.form_version = g.form_version
                    and c.value_column = w.value_column
                left join {marts}.dim_indicator i on i.indicator_key = v.indicator_key
                left join {marts}.dim_area a on a.area_key = v.area_key
                left join reference.units u
                    on lower(btrim(u.printed_unit)) = lower(btrim(w.printed_unit))
                        and u.canonical_unit = i.canonical_unit
                where v.evidence_kind = 'cell' and (
                    (v.sheet, v.cell, v.sector_code, v.printed_value, v.printed_unit)
                        is distinct from (w.sheet, w.cell, w.sector_code, w.raw_text, w.printed_unit)
                    or v.indicator_key is distinct from w.entity || '.' || w.indicator_code
                    or v.value_reading is distinct from case when u.factor is null and w.reading = 'value'
                        then v.value_reading else w.reading end
                    or w.reading = 'value' and v.value <> round(w.value_printed * u.factor, 6)
                    or (v.file_sha256, v.file_name, v.received_at)
                        is distinct from (r.file_sha256, r.file_name, r.received_at)
                    or g.file_sha256 is distinct from r.file_sha256
                    or v.source_key is distinct from 'submission:' || coalesce(g.area_code, g.agency_code)
                    or v.reporter_kind <> case when g.area_code is null then 'agency' else 'area' end
                    or g.area_code is not null and a.area_code is distinct from g.area_code
                    or v.canonical_unit is distinct from i.canonical_unit
                    or v.value_status is distinct from case
                        when w.is_estimate and c.value_status = 'actual' then 'estimate' else c.value_status end
                    or v.period_key is distinct from
                        (left(coalesce(g.round_period, g.period), 4)::integer + c.period_offset_years)::text
                            || case c.period_part when 'year' then '' else '-' || c.period_part end
                    or v.confidence <> 1 or v.qualifier <> 'exact' or v.as_of_date is not null
                    or (v.value, v.value) is distinct from (v.value_low, v.value_high)
                    or num_nonnulls(v.article_version_id, v.article_url, v.evidence_text, v.start_offset,
                        v.end_offset) > 0
                )
            """),
            applies_to="select 1 from {batch} where evidence_kind = 'cell'",
        ),
        Check(
            name="no_claim_is_of_a_superseded_version",
            severity="critical",
            sentence_vi="Có số liệu lấy từ bản báo cáo đã được thay thế hoặc không được chấp nhận",
            sentence_en=("claims are of the versions that count alone, in the reading that counts"),
            requirement=NoSuchRows("""
                with versions as (
                    select distinct reading_id, receipt_id
                    from {intermediate}.int_part_version
                    where part in ('A-1', 'A-2', 'A-3')
                ),
                said as (
                    select w.reading_id, v.receipt_id, count(*) as claims
                    from {batch} v
                    join raw.submission_value w on w.value_id = v.claim_id
                    where v.evidence_kind = 'cell'
                    group by w.reading_id, v.receipt_id
                )
                select said.receipt_id, said.reading_id, said.claims
                from said
                left join versions using (reading_id, receipt_id)
                where versions.reading_id is null
            """),
            applies_to="select 1 from {batch} where evidence_kind = 'cell'",
        ),
        Check(
            name="no_value_of_a_version_that_counts_is_lost",
            severity="critical",
            sentence_vi="Có ô số liệu của báo cáo được chấp nhận không có trong bảng số liệu",
            sentence_en="of a reading that claims are of, each cell of the form is a claim",
            requirement=NoSuchRows("""
                select w.reading_id, w.value_id, w.sheet, w.cell
                from (
                    select distinct submission_id, reading_id, form_code, form_version, parts,
                        array_agg(part) over (partition by submission_id, reading_id) as counting
                    from {intermediate}.int_part_version
                ) p
                join raw.submission_value w on w.reading_id = p.reading_id
                join reference.form_columns c on c.form_code = p.form_code and c.form_version = p.form_version
                    and c.value_column = w.value_column
                left join {batch} v on v.claim_id = w.value_id
                where v.claim_id is null and case
                    when w.entity || '.' || w.indicator_code like 'KTTT.support\\_budget%' then 'A-3'
                    when w.sector_code <> 'all' or not 'A-1' = any(string_to_array(p.parts, ',')) then 'A-2'
                    else 'A-1'
                end = any(p.counting)
            """),
            applies_to=ALWAYS,
        ),
        Check(
            name="a_claim_of_the_press_says_what_its_figure_says",
            severity="critical",
            sentence_vi="Có số liệu báo chí khác với số liệu đã xem xét",
            sentence_en="a claim of the press has every coordinate of the figure that was let in",
            requirement=NoSuchRows("""
                select v.claim_id, v.article_url, v.evidence_text
                from {batch} v
                join {marts}.fct_press_figure p using (claim_id)
                left join raw.article a on a.article_version_id = v.article_version_id
                where (v.period_key, v.as_of_date, v.value_status, v.source_key, v.qualifier, v.canonical_unit,
                    v.article_version_id, v.article_url, v.evidence_text, v.start_offset, v.end_offset, v.confidence,
                    v.printed_value, v.file_sha256, v.received_at)
                    is distinct from (p.period_key, p.as_of_date, p.value_status, p.source_key, p.qualifier,
                    p.canonical_unit, p.article_version_id, p.article_url, p.evidence_text, p.start_offset,
                    p.end_offset, p.confidence, p.evidence_text, a.file_sha256, a.fetched_at)
                    or v.reporter_kind <> 'press' or num_nonnulls(v.receipt_id, v.file_name, v.sheet, v.cell) > 0
                    or v.value is distinct from case when v.value_low = v.value_high then v.value_low end
            """),
            applies_to="select 1 from {batch} where evidence_kind = 'sentence'",
        ),
    ),
)

FCT_PRESS_FIGURE_ORIGIN = Suite(
    "fct_press_figure",
    "fct_press_figure",
    (
        Check(
            name="says_what_was_read_in_the_article",
            severity="critical",
            sentence_vi="Có số liệu báo chí khác với kết quả đọc bài báo mà không có ai đính chính",
            sentence_en="a figure of the press says what was read in its article; a person alone says otherwise",
            requirement=NoSuchRows("""
                select p.claim_id, p.article_url, p.evidence_text
                from {batch} p
                left join {staging}.stg_article_figure f using (claim_id)
                left join raw.article a on a.article_version_id = p.article_version_id
                left join {marts}.dim_indicator i on i.indicator_key = p.indicator_key
                where (p.article_version_id, p.article_url, p.article_title, p.published_on, p.source_key,
                    p.start_offset, p.end_offset, p.evidence_text, p.confidence, p.extractor_version)
                    is distinct from (f.article_version_id, a.canonical_url, a.title, a.published_on,
                    'press:' || a.source_code, f.start_offset, f.end_offset, f.evidence_text,
                    f.confidence::numeric(5, 4), f.extractor_version)
                    or p.state <> 'corrected' and (p.indicator_key, p.sector_code, p.place, p.period_text,
                        p.value_status, p.qualifier) is distinct from (f.indicator_key, f.sector_code, f.place,
                        f.period, f.value_status, f.qualifier)
                    or p.canonical_unit is distinct from i.canonical_unit
                    or p.period_key is not null and p.period_key is distinct from p.period_text
                    or p.articles_telling < 1 or p.articles_telling > (select count(*) from raw.article)
                    or (cardinality(p.reasons) > 0 or p.stated_total is not null) <> (p.reason_vi is not null)
                    or 'low_confidence' = any(p.reasons) <> (p.confidence < p.threshold)
                    or 'low_confidence' = any(p.reasons) and not starts_with(p.reason_vi, 'Độ tin cậy '
                        || trim_scale(p.confidence) || ' dưới ngưỡng ' || trim_scale(p.threshold))
                    or num_nulls(p.stated_total, p.sum_of_parts) = 1
                    or p.threshold not in (select threshold from reference.press_thresholds)
            """),
        ),
        same_rows(
            "no_figure_of_the_press_is_lost",
            "Có số liệu báo chí bị mất, bị thêm hoặc ghi sai địa bàn, kỳ, tổng nêu trong câu",
            "each figure that a story tells is there, at its place and period, with the total of its sentence",
            said="""
                select claim_id, state, is_claim, period_key, as_of_date, stated_total, sum_of_parts, articles_telling,
                    a.area_code
                from {batch} p left join {marts}.dim_area a using (area_key)
            """,
            source="""
                select claim_id, state, is_claim, period_key, as_of_date, stated_total::numeric(24, 6),
                    sum_of_parts::numeric(24, 6), articles_telling, area_code
                from {intermediate}.int_press_figure
            """,
        ),
    ),
)

FCT_DEPARTMENT_CLAIM_ORIGIN = Suite(
    "fct_department_claim",
    "fct_department_claim",
    (
        same_rows(
            "each_department_beside_the_areas",
            "Bảng số liệu của sở, ngành thiếu, thừa hoặc khác với số liệu gốc",
            "each claim of a department stands beside the total of the areas at the same place",
            said="""
                select claim_id, source_key, province_key, indicator_key, sector_code, period_key, value_status,
                    department_value, territorial_figure_id, territorial_value, reporters_expected,
                    reporters_reporting, difference, share_percent, verdict
                from {batch}
            """,
            source="""
                select v.claim_id, v.source_key, a.province_key, v.indicator_key, v.sector_code, v.period_key,
                    v.value_status, v.value, f.figure_id, f.value, f.reporters_expected, f.reporters_reporting,
                    (v.value - f.value)::numeric(24, 6), (100 * v.value / nullif(f.value, 0))::numeric(24, 6),
                    case
                        when v.value is null then 'department_unknown'
                        when f.value is null then 'no_territorial_total'
                        when v.value = f.value then 'equal'
                        when f.reporters_reporting < f.reporters_expected then 'differs_while_some_are_absent'
                        else 'differs'
                    end
                from {marts}.fct_indicator_value v
                join {marts}.dim_area a using (area_key)
                left join (
                    select f.*, p.province_key from {marts}.fct_figure f join {marts}.dim_area p using (area_key)
                    where f.boundary_reading = 'as_reported' and f.completeness = 'reported'
                ) f on (f.province_key, f.indicator_key, f.sector_code, f.period_key, f.value_status)
                    = (a.province_key, v.indicator_key, v.sector_code, v.period_key, v.value_status)
                where v.reporter_kind = 'agency'
            """,
        ),
    ),
)

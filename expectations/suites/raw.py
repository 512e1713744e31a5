"""What must be true of raw before any mart is built: nothing lost since the last build, all of it addressed and known.

A partition is a round of a province. One that is missing fails (rows that were there are gone; an accepted file of
which nothing was read), and so does one that is unknown (a period, an area or a row of a form that nobody declared).
What a reporter did wrong is a finding long before; here it is about us.
"""

from expectations.suites.check import Check, NoSuchRows, Suite

RAW_SCHEMA = "raw"
NO_READING = "?"
"""The round of rows whose reading is not there, in the volumes of a build."""

_LAST_BUILD = """
    select build_id from ops.build
    where status = 'swapped' and build_id <> '{build_id}'
    order by started_at desc, finished_at desc nulls last, build_id limit 1
"""
_NEWEST = """
    select distinct on (file_sha256, round_period) *
    from {batch}
    where read_at <= {known_until}
    order by file_sha256, round_period, read_at desc, reader_version desc, reading_id
"""
"""The reading of each file that counts; older ones, of a reader since mended, stay as they were."""
_AREAS = "select area_code from reference.areas union select area_code from reference.communes"

RECEIPT = Suite(
    "raw_receipt",
    "receipt",
    (
        Check(
            name="raw_never_shrinks",
            severity="critical",
            sentence_vi="Có dữ liệu đã nhận bị mất so với lần dựng trước",
            sentence_en="no round of a province has fewer rows, files or reporters than the last build saw",
            requirement=NoSuchRows(f"""
                select b.table_name, b.round_period as period_key, b.province_code, b.rows as rows_before,
                    coalesce(n.rows, 0) as rows_now
                from ops.raw_volume b
                left join ops.raw_volume n on n.build_id = '{{build_id}}' and n.table_name = b.table_name
                    and n.round_period = b.round_period and n.province_code = b.province_code
                where b.build_id = ({_LAST_BUILD}) and coalesce(n.rows, 0) < b.rows
            """),  # noqa: S608 - declared by us
            applies_to=f"""
                select 1 from ops.raw_volume where build_id = ({_LAST_BUILD})
                    and exists (select from ops.raw_volume where build_id = '{{build_id}}')
            """,  # noqa: S608
        ),
        Check(
            name="rounds_are_declared",
            severity="critical",
            sentence_vi="Có tệp được nhận cho kỳ không có trong danh mục kỳ báo cáo",
            sentence_en="each arrival is for a period that is declared",
            requirement=NoSuchRows("""
                select r.receipt_id, r.file_name, r.round_period as period_key
                from {batch} r
                where r.round_period is not null and r.received_at <= {known_until}
                    and r.round_period not in (select period_key from reference.periods)
            """),
        ),
        Check(
            name="every_arrival_was_read",
            severity="warning",
            sentence_vi="Có tệp đã nhận nhưng chưa đọc được",
            sentence_en="each file that arrived was read, but for signed copies beside a workbook",
            requirement=NoSuchRows("""
                select r.receipt_id, r.file_name, r.received_at
                from {batch} r
                where r.companion_of_receipt_id is null and r.received_at <= {known_until} and r.loaded_at < {began}
                    and not exists (select from raw.submission_reading g where g.file_sha256 = r.file_sha256)
            """),
        ),
    ),
)

READING = Suite(
    "raw_submission_reading",
    "submission_reading",
    (
        Check(
            name="readings_are_of_files_that_arrived",
            severity="critical",
            sentence_vi="Có kết quả đọc của tệp chưa từng được nhận cho kỳ đó",
            sentence_en="each reading is of a file that is kept and arrived for its round",
            requirement=NoSuchRows("""
                select g.reading_id, g.file_sha256, g.round_period as period_key
                from {batch} g
                left join raw.file f using (file_sha256)
                left join raw.receipt r on r.file_sha256 = g.file_sha256
                    and coalesce(r.round_period, '') = coalesce(g.round_period, '')
                where f.file_sha256 is null or r.receipt_id is null
            """),
        ),
        Check(
            name="accepted_files_hold_something",
            severity="critical",
            sentence_vi="Có báo cáo được chấp nhận, không báo “không có”, mà không đọc được ô nào",
            sentence_en=(
                "of each accepted file that is no nil return something was read, and of the form where it has it"
            ),
            requirement=NoSuchRows(f"""
                select g.reading_id, g.file_sha256, g.round_period as period_key, g.area_code, g.agency_code, g.parts
                from ({_NEWEST}) g
                where g.outcome <> 'rejected' and not g.is_nil_return
                    and not exists (select from raw.submission_value v where v.reading_id = g.reading_id)
                    and ('A-1' = any(g.parts) or not (
                        exists (select from raw.register_cell c where c.reading_id = g.reading_id)
                        or exists (select from raw.support_value s where s.reading_id = g.reading_id)
                        or exists (select from raw.narrative_text n where n.reading_id = g.reading_id)
                    ))
            """),  # noqa: S608
        ),
        Check(
            name="reporters_and_periods_are_declared",
            severity="critical",
            sentence_vi="Có báo cáo được chấp nhận của địa bàn, cơ quan hoặc kỳ không có trong danh mục",
            sentence_en="each accepted file is of an area or agency, and of a period, that are declared",
            requirement=NoSuchRows(f"""
                select g.reading_id, g.area_code, g.agency_code, g.period as period_key
                from ({_NEWEST}) g
                where g.outcome <> 'rejected' and (
                    g.area_code is not null and g.area_code not in ({_AREAS})
                    or g.agency_code is not null and g.agency_code not in (select agency_code from reference.agencies)
                    or g.period is not null and g.period not in (select period_key from reference.periods)
                )
            """),  # noqa: S608
            applies_to="select 1 from {batch} where outcome <> 'rejected'",
        ),
        Check(
            name="no_row_without_its_reading",
            severity="critical",
            sentence_vi="Có ô số liệu không thuộc lần đọc nào",
            sentence_en="each cell, finding and paragraph is of a reading that is there",
            requirement=NoSuchRows(f"""
                select table_name, rows from ops.raw_volume
                where build_id = '{{build_id}}' and round_period = '{NO_READING}'
            """),  # noqa: S608
            applies_to="select 1 from ops.raw_volume where build_id = '{build_id}'",
        ),
    ),
)

VALUE = Suite(
    "raw_submission_value",
    "submission_value",
    (
        Check(
            name="every_value_is_addressed_and_known",
            severity="critical",
            sentence_vi="Có ô không có địa chỉ, hoặc của chỉ tiêu, ngành, cột không có trong biểu mẫu",
            sentence_en=(
                "each value has a sheet and an A1 address, and an indicator, sector and column that are declared"
            ),
            requirement=NoSuchRows("""
                select s.*
                from (
                    select sheet, cell, entity, indicator_code, sector_code, value_column, count(*) as rows
                    from {batch} group by sheet, cell, entity, indicator_code, sector_code, value_column
                ) s
                left join reference.indicators i on i.code = s.indicator_code and i.entity = s.entity
                where s.cell !~ '^[A-Z]{1,3}[1-9][0-9]*$' or s.sheet is null or i.code is null
                    or s.sector_code not in (select code from reference.sectors)
                    or s.value_column not in (select value_column from reference.form_columns)
            """),
        ),
    ),
)

ARTICLE_FIGURE = Suite(
    "raw_article_figure",
    "article_figure",
    (
        Check(
            name="evidence_lies_in_its_article",
            severity="critical",
            sentence_vi="Có số liệu báo chí mà chỗ trích nằm ngoài bài, hoặc của chỉ tiêu không có trong danh mục",
            sentence_en="each figure of the press lies within its article and names an indicator that is declared",
            requirement=NoSuchRows("""
                select f.claim_id, f.article_version_id, f.start_offset, f.end_offset, f.indicator_code, f.entity
                from {batch} f
                join raw.article a using (article_version_id)
                left join reference.indicators i on i.code = f.indicator_code and i.entity = f.entity
                where f.start_offset < 0 or f.start_offset >= f.end_offset or f.end_offset > length(a.content_text)
                    or f.kind = 'figure' and i.code is null
            """),
        ),
    ),
)

RAW_SUITES: tuple[Suite, ...] = (RECEIPT, READING, VALUE, ARTICLE_FIGURE)

__all__ = ["NO_READING", "RAW_SCHEMA", "RAW_SUITES"]

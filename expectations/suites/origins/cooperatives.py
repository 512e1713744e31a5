"""What is said of cooperatives comes from the rows of registers, each as it was read."""

from expectations.suites.check import Check, NoSuchRows, Suite, content_id, same_rows

DIM_COOPERATIVE_ORIGIN = Suite(
    "dim_cooperative",
    "dim_cooperative",
    (
        same_rows(
            "a_version_says_what_its_last_row_says",
            "Phiên bản của hợp tác xã khác với dòng danh sách sau cùng của phiên bản đó",
            "a version of a cooperative is what the last row of a register in its time says",
            said="""
                select cooperative_key, cooperative_id, cooperative_name, address, founded_on, area_key, province_key,
                    sector_code, status, size_class, size_rule_version, rating, rating_rule_version, valid_from,
                    first_period_key, last_period_key, confidence
                from {batch}
            """,
            source="""
                with versions as (
                    select distinct on (cooperative_id, version_number) *,
                        min(ends_on) over (partition by cooperative_id, version_number) as valid_from
                    from {intermediate}.int_cooperative_version
                    order by cooperative_id, version_number, ends_on desc, period_key
                ),
                listed as (
                    select cooperative_id, (array_agg(period_key order by ends_on, period_key))[1] as first_period_key,
                        (array_agg(period_key order by ends_on desc, period_key desc))[1] as last_period_key,
                        min(confidence)::numeric(5, 4) as confidence
                    from {intermediate}.int_cooperative_row group by cooperative_id
                )
                select d.cooperative_key, v.cooperative_id, v.cooperative_name, v.address, v.founded_on, v.area_key,
                    v.province_key, v.sector_code, v.status, v.size_class, v.size_rule_version, v.rating,
                    v.rating_rule_version, v.valid_from, l.first_period_key, l.last_period_key, l.confidence
                from versions v
                join listed l using (cooperative_id)
                left join {batch} d on d.cooperative_id = v.cooperative_id and d.valid_from = v.valid_from
            """,
        ),
        Check(
            name="its_tax_code_stands_in_a_register",
            severity="critical",
            sentence_vi="Có mã số thuế của hợp tác xã không có trong danh sách nào của nó",
            sentence_en="a cooperative has a tax code exactly where a row of it has a trusted one, and one of those",
            requirement=NoSuchRows("""
                with codes as (
                    select cooperative_id, array_agg(distinct trusted_tax_code) as codes
                    from {intermediate}.int_cooperative_row where trusted_tax_code is not null group by cooperative_id
                )
                select d.* from {batch} d left join codes c using (cooperative_id)
                where d.tax_code is not null and d.tax_code = any(c.codes) is not true
                    or d.tax_code is null and c.codes is not null and not exists (
                        select from {batch} other
                        where other.tax_code = any(c.codes) and other.cooperative_id <> d.cooperative_id
                    )
            """),
        ),
    ),
)

FCT_COOPERATIVE_PERIOD_ORIGIN = Suite(
    "fct_cooperative_period",
    "fct_cooperative_period",
    (
        same_rows(
            "says_what_its_row_says",
            "Số liệu của hợp tác xã trong kỳ khác với dòng danh sách của nó",
            "what a round says of a cooperative is what its row says; none is lost and none is added",
            said="""
                select f.cooperative_period_id, f.cooperative_id, f.period_key, f.area_key, f.province_key,
                    f.source_key, f.sector_code, f.status, f.members, f.workers, f.charter_capital_vnd, f.revenue_vnd,
                    f.profit_vnd, f.size_class, f.size_rule_version, f.size_unknown_reason, f.rating,
                    f.rating_rule_version, f.rows_in_round, f.recognised_by, f.confidence, f.line_id, f.submission_id,
                    f.reading_id, f.receipt_id, f.received_at, f.file_sha256, f.file_name, f.sheet, f.sheet_row,
                    d.cooperative_id as of_version
                from {batch} f
                join {marts}.dim_period p using (period_key)
                left join {marts}.dim_cooperative d on d.cooperative_key = f.cooperative_key
                    and d.valid_from <= p.ends_on and p.ends_on < coalesce(d.valid_to, 'infinity')
            """,
            source=f"""
                select {content_id("p.cooperative_id", "p.period_key")}, p.cooperative_id, p.period_key, v.area_key,
                    v.province_key, p.source_key, p.sector_code, p.status, p.members, p.workers, p.charter_capital_vnd,
                    p.revenue_vnd, p.profit_vnd, p.size_class, p.size_rule_version, p.size_unknown_reason, p.rating,
                    p.rating_rule_version, p.rows_in_round, p.method, p.confidence::numeric(5, 4), p.line_id,
                    p.submission_id, p.reading_id, r.receipt_id, r.received_at, r.file_sha256, r.file_name, p.sheet,
                    p.sheet_row, p.cooperative_id
                from {{intermediate}}.int_cooperative_period p
                join {{intermediate}}.int_cooperative_version v using (cooperative_id, period_key)
                join raw.receipt r using (receipt_id)
            """,  # noqa: S608
        ),
        Check(
            name="money_is_that_of_the_register",
            severity="critical",
            sentence_vi=(
                "Có vốn, doanh thu, lợi nhuận hoặc số lao động khác với số trong danh sách nhân với đơn vị tính"
            ),
            sentence_en="money and workers are what stands in the row of the register, times its unit",
            requirement=NoSuchRows("""
                with cells as (
                    select f.cooperative_period_id, c.field, c.cell,
                        case c.reading when 'zero' then 0
                            when 'value' then c.number_printed * case c.field when 'workers' then 1 else u.factor end
                        end as value,
                        case c.field when 'workers' then f.workers when 'charter_capital' then f.charter_capital_vnd
                            when 'revenue' then f.revenue_vnd else f.profit_vnd end as said
                    from {batch} f
                    join raw.register_cell c on c.reading_id = f.reading_id and c.sheet = f.sheet
                        and c.row_number = f.sheet_row
                            and c.field in ('workers', 'charter_capital', 'revenue', 'profit')
                    left join reference.units u
                        on lower(btrim(u.printed_unit)) = lower(btrim(c.printed_unit)) and u.canonical_unit = 'VND'
                )
                select * from cells where value is distinct from said
            """),
        ),
    ),
)

_DOUBTS = """
    select distinct on (d.line_id, candidate.cooperative_id) d.line_id, r.cooperative_id,
        candidate.cooperative_id as candidate_id, r.cooperative_name as line_name, c.cooperative_name as candidate_name,
        c.tax_code as candidate_tax_code, v.area_key, v.province_key, r.period_key,
        d.confidence::numeric(5, 4) as confidence, d.evidence, r.file_sha256, r.file_name, r.sheet, r.sheet_row
    from {staging}.stg_cooperative_doubt d
    join {intermediate}.int_cooperative_row r using (line_id)
    join {intermediate}.int_cooperative_version v
        on v.cooperative_id = r.cooperative_id and v.period_key = r.period_key
    -- what was given as one id is by now the cooperative of its first line
    join (
        select distinct on (given_id) given_id, cooperative_id
        from {staging}.stg_cooperative_line order by given_id, is_first desc, line_id
    ) candidate on candidate.given_id = d.candidate_id
    join {marts}.dim_cooperative c on c.cooperative_id = candidate.cooperative_id and c.is_current
    where r.cooperative_id <> candidate.cooperative_id and not exists (
        select from reference.cooperative_decisions s
        where s.left_id = d.line_id and s.decision = 'different'
            and s.right_id in (d.candidate_id, candidate.cooperative_id)
            and s.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' <= {known_until}
    )
    order by d.line_id, candidate.cooperative_id, d.confidence desc
"""

FCT_COOPERATIVE_REVIEW_ORIGIN = Suite(
    "fct_cooperative_review",
    "fct_cooperative_review",
    (
        same_rows(
            "each_doubt_is_there_with_both_sides",
            "Có dòng cần xem lại bị mất, bị thêm hoặc khác với dòng danh sách và hợp tác xã mà nó nêu",
            "each doubt that nobody decided is there, with its row, both sides and how sure the match is",
            said="""
                select line_id, cooperative_id, candidate_id, line_name, candidate_name, candidate_tax_code, area_key,
                    province_key, period_key, confidence, evidence, file_sha256, file_name, sheet, sheet_row
                from {batch}
            """,
            source=_DOUBTS,
        ),
    ),
)

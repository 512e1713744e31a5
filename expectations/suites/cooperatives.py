"""What the marts say of cooperatives: each of them once, as its registers list it."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

DIM_COOPERATIVE = Suite(
    "dim_cooperative",
    "dim_cooperative",
    (
        of_one_build(),
        Check(
            name="a_tax_code_is_one_cooperative",
            severity="critical",
            sentence_vi="Có mã số thuế thuộc về nhiều hợp tác xã",
            sentence_en="a tax code belongs to one cooperative (decree 92/2024, article 14)",
            requirement=NoSuchRows("""
                select tax_code from {batch} where tax_code is not null
                group by tax_code having count(distinct cooperative_id) > 1
            """),
            applies_to="select 1 from {batch} where tax_code is not null",
        ),
        Check(
            name="tax_codes_have_their_check_digit",
            severity="critical",
            sentence_vi="Có mã số thuế sai chữ số kiểm tra",
            sentence_en="every tax code has ten digits, the last of them the check digit of the others",
            requirement=NoSuchRows("""
                select * from {batch}
                where case when tax_code ~ '^[0-9]{10}$' then
                    substr(tax_code, 10)::integer <> 10 - (
                        31 * substr(tax_code, 1, 1)::integer + 29 * substr(tax_code, 2, 1)::integer
                        + 23 * substr(tax_code, 3, 1)::integer + 19 * substr(tax_code, 4, 1)::integer
                        + 17 * substr(tax_code, 5, 1)::integer + 13 * substr(tax_code, 6, 1)::integer
                        + 7 * substr(tax_code, 7, 1)::integer + 5 * substr(tax_code, 8, 1)::integer
                        + 3 * substr(tax_code, 9, 1)::integer
                    ) % 11
                else tax_code is not null end
            """),
            applies_to="select 1 from {batch} where tax_code is not null",
        ),
        Check(
            name="versions_follow_one_another",
            severity="critical",
            sentence_vi="Có hợp tác xã mà các phiên bản chồng lên nhau hoặc cách quãng",
            sentence_en="a version ends on the day the next begins, and one is current",
            requirement=NoSuchRows("""
                select * from (
                    select *, lead(valid_from) over (partition by cooperative_id order by valid_from) as next_from
                    from {batch}
                ) as versions
                where valid_to is distinct from next_from or is_current <> (next_from is null)
                    or valid_to <= valid_from
            """),
        ),
        Check(
            name="rated_after_a_year_at_the_earliest",
            severity="warning",
            sentence_vi="Có hợp tác xã được xếp loại khi thành lập chưa đủ 12 tháng",
            sentence_en="none is rated before it is twelve months old (circular 01/2020)",
            requirement=NoSuchRows("""
                select * from {batch}
                where rating <> 'not_rated' and length(founded_on) = 10
                    and founded_on > to_char(valid_from - interval '12 months', 'YYYY-MM-DD')
            """),
            applies_to="select 1 from {batch} where rating is not null and length(founded_on) = 10",
        ),
    ),
)

FCT_COOPERATIVE_PERIOD = Suite(
    "fct_cooperative_period",
    "fct_cooperative_period",
    (
        of_one_build(),
        Check(
            name="figures_are_those_of_the_register",
            severity="critical",
            sentence_vi="Có số thành viên khác với số trong danh sách",
            sentence_en="members are the number that stands in the row of the register",
            requirement=NoSuchRows("""
                select f.* from {batch} f
                left join raw.register_cell c on c.reading_id = f.reading_id and c.sheet = f.sheet
                    and c.row_number = f.sheet_row and c.field = 'members'
                where f.members is distinct from
                    case c.reading when 'zero' then 0 when 'value' then c.number_printed end
            """),
        ),
        Check(
            name="a_cooperative_stands_once_in_a_round",
            severity="critical",
            sentence_vi="Có hợp tác xã bị tính nhiều lần trong một kỳ",
            sentence_en="a cooperative stands once in a round, however many registers list it",
            requirement=NoSuchRows("""
                select cooperative_id, period_key from {batch}
                group by cooperative_id, period_key having count(*) > 1
            """),
        ),
        Check(
            name="nothing_of_a_refused_file_is_counted",
            severity="critical",
            sentence_vi="Có hợp tác xã lấy từ tệp đã bị trả lại mà không có quyết định của cán bộ",
            sentence_en="no row is of a refused file that no officer took",
            requirement=NoSuchRows("""
                select f.* from {batch} f
                join {marts}.fct_submission s using (submission_id)
                where f.receipt_id = s.receipt_id and s.status = 'rejected'
            """),
        ),
        Check(
            name="at_least_five_members",
            severity="warning",
            sentence_vi="Có hợp tác xã dưới 5 thành viên (Luật Hợp tác xã 2023, Điều 4)",
            sentence_en="a cooperative has five members or more (law 17/2023/QH15, article 4)",
            requirement=NoSuchRows("select * from {batch} where members < 5"),
            applies_to="select 1 from {batch} where members is not null",
        ),
    ),
)

FCT_COOPERATIVE_REVIEW = Suite(
    "fct_cooperative_review",
    "fct_cooperative_review",
    (
        of_one_build(),
        Check(
            name="what_is_one_is_no_doubt",
            severity="critical",
            sentence_vi="Có cặp cần xem lại mà hai bên đã là một hợp tác xã",
            sentence_en="the two sides of a pair are not one cooperative yet",
            requirement=NoSuchRows("select * from {batch} where cooperative_id = candidate_id"),
        ),
        Check(
            name="few_are_doubtful",
            severity="warning",
            sentence_vi="Có trên 10 dòng và trên 5 % số dòng danh sách chưa chắc là hợp tác xã nào",
            sentence_en="at most ten rows, or 5 % of all, may be another cooperative than they were taken for",
            requirement=NoSuchRows("""
                select count(distinct line_id) as doubtful from {batch}
                having count(distinct line_id) > 10
                    and count(distinct line_id) > 0.05 * (select count(*) from {marts}.fct_cooperative_period)
            """),
        ),
    ),
)

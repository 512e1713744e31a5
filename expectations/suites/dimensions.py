"""What the dimensions must say about the world; their structure is held by dbt tests."""

from expectations.suites.check import Check, NoSuchRows, Suite, has_rows, of_one_build
from expectations.suites.places import COMMUNES_AROUND_THE_REFORM, TODAY_OR_A_REASON

DIM_PROVINCE = Suite(
    "dim_province",
    "dim_province",
    (
        of_one_build(),
        has_rows("tỉnh, thành phố", "province"),
        Check(
            name="thirty_four_provinces_today",
            severity="critical",
            sentence_vi="Số tỉnh, thành phố hiện hành không phải 34 (Nghị quyết 202/2025/QH15)",
            sentence_en="34 provinces are current since 1 July 2025 (resolution 202/2025/QH15)",
            requirement=NoSuchRows("""
                select count(*) as provinces from {batch} where is_current having count(*) <> 34
            """),
        ),
        Check(
            name="sixty_three_provinces_before_the_merger",
            severity="critical",
            sentence_vi="Số tỉnh, thành phố ngày 30/6/2025 không phải 63",
            sentence_en="63 provinces existed on 30 June 2025, the last day of the old map",
            requirement=NoSuchRows("""
                select count(*) as provinces
                from {batch}
                where valid_from <= '2025-06-30' and coalesce(valid_to, 'infinity') > '2025-06-30'
                having count(*) <> 63
            """),
        ),
        Check(
            name="former_provinces_have_a_successor",
            severity="critical",
            sentence_vi="Có tỉnh, thành phố đã hết hiệu lực mà không rõ thuộc về đâu",
            sentence_en="a province that ended names the one that took it over",
            requirement=NoSuchRows("select * from {batch} where not is_current and successor_province_key is null"),
            applies_to="select 1 from {batch} where not is_current",
        ),
    ),
)

DIM_AREA = Suite(
    "dim_area",
    "dim_area",
    (
        of_one_build(),
        has_rows("địa bàn", "area"),
        Check(
            name="districts_before_the_two_tier_map",
            severity="critical",
            sentence_vi="Số đơn vị cấp huyện ngày 30/6/2025 không phải 696",
            sentence_en="696 districts existed on 30 June 2025",
            requirement=NoSuchRows("""
                select count(*) as districts
                from {batch}
                where area_level = 'district' and valid_from <= '2025-06-30'
                    and coalesce(valid_to, 'infinity') > '2025-06-30'
                having count(*) <> 696
            """),
        ),
        Check(
            name="no_district_outlives_its_tier",
            severity="critical",
            sentence_vi="Có đơn vị cấp huyện còn hiệu lực sau ngày 30/6/2025",
            sentence_en="no district lives on after 30 June 2025, when the district tier ended",
            requirement=NoSuchRows(
                "select * from {batch} where area_level = 'district' and coalesce(valid_to, 'infinity') > '2025-07-01'"
            ),
            applies_to="select 1 from {batch} where area_level = 'district'",
        ),
        Check(
            name="provinces_agree_with_dim_province",
            severity="critical",
            sentence_vi="Có tỉnh trong dim_area khác với dim_province",
            sentence_en="each province of dim_area is the same province, as long, in dim_province",
            requirement=NoSuchRows("""
                select a.area_code, a.valid_from, p.province_code, p.valid_from as province_valid_from
                from (select * from {batch} where area_level = 'province') a
                full join {marts}.dim_province p on p.province_code = a.area_code and p.valid_from = a.valid_from
                where a.area_key is null or p.province_key is null or a.valid_to is distinct from p.valid_to
            """),
            applies_to="select 1 from {batch} where area_level = 'province'",
        ),
        COMMUNES_AROUND_THE_REFORM,
        TODAY_OR_A_REASON,
    ),
)

DIM_PERIOD = Suite(
    "dim_period",
    "dim_period",
    (
        of_one_build(),
        has_rows("kỳ báo cáo", "period"),
        Check(
            name="half_years_and_years_span_their_months",
            severity="critical",
            sentence_vi="Có kỳ báo cáo mà ngày đầu, ngày cuối không khớp với tên kỳ",
            sentence_en="half-years and years begin and end on the days that their keys say",
            requirement=NoSuchRows("""
                select * from {batch}
                where period_kind in ('year', 'half_year') and (starts_on, ends_on) <> (
                    make_date(year, case when half = 2 then 7 else 1 end, 1),
                    case when half = 1 then make_date(year, 6, 30) else make_date(year, 12, 31) end
                )
            """),
            applies_to="select 1 from {batch} where period_kind in ('year', 'half_year')",
        ),
    ),
)

DIM_INDICATOR = Suite(
    "dim_indicator",
    "dim_indicator",
    (
        of_one_build(),
        has_rows("chỉ tiêu", "indicator"),
        Check(
            name="an_average_of_money_or_share_is_not_summed",
            severity="critical",
            sentence_vi="Có chỉ tiêu bình quân hoặc tỷ lệ được khai báo là cộng dồn",
            sentence_en="averages and shares are never declared as sums (their weight carries them)",
            requirement=NoSuchRows("""
                select * from {batch}
                where aggregation = 'sum'
                    and (canonical_unit = 'percent' or right(indicator_code, 4) in ('_avg', '_pct'))
            """),
        ),
    ),
)

DIM_SECTOR = Suite("dim_sector", "dim_sector", (of_one_build(), has_rows("ngành nghề", "sector")))

DIM_SOURCE = Suite(
    "dim_source",
    "dim_source",
    (
        of_one_build(),
        has_rows("nguồn số liệu", "source"),
        Check(
            name="every_expected_reporter_is_a_source",
            severity="critical",
            sentence_vi="Có đơn vị phải báo cáo mà chưa là nguồn số liệu",
            sentence_en="each reporter of the calendar is a source",
            requirement=NoSuchRows("""
                select distinct debtor_code
                from reference.obligations
                where obligation_kind = 'reporter_round' and 'submission:' || debtor_code not in (
                    select source_key from {batch} where source_kind = 'submission'
                )
            """),
            applies_to="select 1 from reference.obligations where obligation_kind = 'reporter_round'",
        ),
    ),
)

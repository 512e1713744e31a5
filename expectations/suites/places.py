"""What the map must say: the counts of the reform of 2025, whole transfers, and nobody's guess of a share."""

from expectations.suites.check import Check, NoSuchRows, Suite, has_rows, of_one_build

COMMUNES_AROUND_THE_REFORM = Check(
    name="communes_before_and_after_the_reform",
    severity="critical",
    sentence_vi="Số đơn vị cấp xã không phải 10.035 vào ngày 30/6/2025 hoặc không phải 3.321 vào ngày 01/7/2025",
    sentence_en="10,035 communes existed on 30 June 2025, and 3,321 on 1 July 2025",
    requirement=NoSuchRows("""
        select counted.day, counted.expected, count(area.area_key) as communes
        from (values (date '2025-06-30', 10035), (date '2025-07-01', 3321)) as counted (day, expected)
        left join {batch} as area
            on area.area_level = 'commune' and area.valid_from <= counted.day
                and coalesce(area.valid_to, 'infinity') > counted.day
        group by counted.day, counted.expected
        having count(area.area_key) <> counted.expected
    """),
    applies_to="select 1 from {batch} where area_level = 'commune'",
)

TODAY_OR_A_REASON = Check(
    name="an_area_of_today_or_a_reason",
    severity="critical",
    sentence_vi="Có địa bàn không quy được về hiện nay mà không nói vì sao, hoặc quy về địa bàn đã hết hiệu lực",
    sentence_en="each area names the one of today that took over the whole of it, or says why there is none",
    requirement=NoSuchRows("""
        select area.area_code, area.valid_from, area.today_area_key, area.not_today_reason
        from {batch} as area
        left join {batch} as today on area.today_area_key = today.area_key and today.valid_to is null
        where num_nulls(today.area_key, area.not_today_reason) <> 1
            or (area.valid_to is null and area.today_area_key is distinct from area.area_key)
    """),
)

BRIDGE_AREA_SUCCESSION = Suite(
    "bridge_area_succession",
    "bridge_area_succession",
    (
        of_one_build(),
        has_rows("thay đổi địa giới", "change of the map"),
        Check(
            name="every_area_that_ended_is_told_of",
            severity="critical",
            sentence_vi="Có địa bàn đã hết hiệu lực mà không ghi nó trở thành địa bàn nào",
            sentence_en="of each area that ended it is told what became of it that day",
            requirement=NoSuchRows("""
                select area.area_code, area.area_name, area.valid_to
                from {marts}.dim_area as area
                where area.valid_to is not null and not exists (
                    select 1 from {batch} as event
                    where event.from_area_key = area.area_key and event.changed_on = area.valid_to
                        and event.is_confirmed
                )
            """),
            applies_to="select 1 from {marts}.dim_area where valid_to is not null",
        ),
        Check(
            name="every_former_province_went_whole_into_one",
            severity="critical",
            sentence_vi="Có tỉnh, thành phố cũ không được nhập toàn bộ vào đúng một tỉnh, thành phố",
            sentence_en="each former province went whole into exactly one, the successor of dim_province",
            requirement=NoSuchRows("""
                select former.province_code, former.valid_from, count(successor.area_key) as successors
                from {marts}.dim_province as former
                inner join {marts}.dim_area as area
                    on former.province_key = area.province_key and area.area_level = 'province'
                left join {batch} as event on area.area_key = event.from_area_key and event.share = 1
                    and event.is_confirmed
                left join {marts}.dim_area as successor
                    on event.to_area_key = successor.area_key
                        and former.successor_province_key = successor.province_key
                where not former.is_current
                group by former.province_code, former.valid_from
                having count(successor.area_key) <> 1
            """),
            applies_to="select 1 from {marts}.dim_province where not is_current",
        ),
        Check(
            name="only_whole_transfers_have_a_share",
            severity="critical",
            sentence_vi="Có tỷ lệ chuyển của địa bàn bị chia, hoặc thiếu tỷ lệ của địa bàn nhập toàn bộ",
            sentence_en="the share is 1 where the whole was transferred, and unknown where it was not",
            requirement=NoSuchRows("""
                select * from {batch}
                where share is distinct from case when change_kind in ('renamed', 'moved', 'merged') then 1 end
                    or (change_kind = 'dissolved') <> (to_area_key is null) and is_confirmed
            """),
        ),
        Check(
            name="what_is_not_confirmed_is_not_applied",
            severity="critical",
            sentence_vi="Có thay đổi chưa xác nhận đã được áp dụng",
            sentence_en="a change that is not confirmed leads to no area",
            requirement=NoSuchRows("select * from {batch} where not is_confirmed and to_area_key is not null"),
            applies_to="select 1 from {batch} where not is_confirmed",
        ),
    ),
)

DIM_AGENCY = Suite("dim_agency", "dim_agency", (of_one_build(), has_rows("cơ quan", "agency")))

DIM_OBLIGATION = Suite(
    "dim_obligation",
    "dim_obligation",
    (
        of_one_build(),
        has_rows("nghĩa vụ báo cáo", "obligation"),
        Check(
            name="every_obligation_of_the_calendar",
            severity="critical",
            sentence_vi="Lịch báo cáo thiếu hoặc thừa nghĩa vụ",
            sentence_en="each obligation of the calendar stands once",
            requirement=NoSuchRows("""
                select calendar.rows, batch.rows as rows_of_batch
                from (select count(*) as rows from reference.obligations) as calendar
                cross join (select count(*) as rows from {batch}) as batch
                where calendar.rows <> batch.rows
            """),
        ),
        Check(
            name="a_debtor_that_exists_on_the_due_day",
            severity="critical",
            sentence_vi="Có nghĩa vụ báo cáo của địa bàn hoặc cơ quan không tồn tại vào ngày hạn",
            sentence_en="each obligation is owed by one area that exists on its due day, or by one agency",
            requirement=NoSuchRows("""
                select obligation.obligation_code
                from {batch} as obligation
                left join {marts}.dim_area as area
                    on obligation.debtor_area_key = area.area_key
                        and area.valid_from <= obligation.due_before
                        and obligation.due_before < coalesce(area.valid_to, 'infinity')
                left join {marts}.dim_agency as agency on obligation.debtor_agency_code = agency.agency_code
                where num_nulls(area.area_key, agency.agency_code) <> 1
            """),
        ),
    ),
)

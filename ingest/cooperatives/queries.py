"""What the resolution of cooperatives asks the warehouse."""

from sqlalchemy import bindparam, text

NEW_LINES = text("""
    with arrived as (
        select
            reading.reading_id,
            reading.file_sha256,
            coalesce(reading.agency_code, reading.area_code) as reporter_code,
            reading.agency_code is null as is_of_area,
            coalesce(reading.round_period, reading.period) as period_key,
            min(receipt.received_at) as received_at,
            exists (
                select 1 from raw.submission_reading as other
                where other.file_sha256 = reading.file_sha256 and other.reading_id <> reading.reading_id
            ) as is_read_again
        from raw.submission_reading as reading
        inner join raw.receipt as receipt
            on reading.file_sha256 = receipt.file_sha256
            and reading.round_period is not distinct from receipt.round_period
        where coalesce(reading.agency_code, reading.area_code) is not null
            and coalesce(reading.round_period, reading.period) is not null
            and not exists (select 1 from ops.cooperative_line as known where known.reading_id = reading.reading_id)
        group by reading.reading_id
    )

    select
        arrived.*,
        cell.sheet,
        cell.row_number,
        bool_or(cell.is_second_copy) as is_second_copy,
        max(cell.text_value) filter (where cell.field = 'name') as name,
        max(cell.text_value) filter (where cell.field = 'tax_code') as tax_code,
        max(cell.text_value) filter (where cell.field = 'address') as address,
        max(cell.text_value) filter (where cell.field = 'sector') as sector_code,
        max(cell.text_value) filter (where cell.field = 'founded_on') as founded_on,
        max(cell.text_value) filter (where cell.field = 'chairperson') as chairperson
    from arrived
    inner join raw.register_cell as cell using (reading_id)
    group by arrived.reading_id, arrived.file_sha256, arrived.reporter_code, arrived.is_of_area, arrived.period_key,
        arrived.received_at, arrived.is_read_again, cell.sheet, cell.row_number
    having max(cell.text_value) filter (where cell.field = 'name') is not null
    order by arrived.received_at, arrived.reading_id, cell.sheet, cell.row_number
""")
_FINAL = """
    select line.*, coalesce(ruling.cooperative_id, line.cooperative_id) as final_id
    from ops.cooperative_line as line
    left join lateral (
        select cooperative_id from ops.cooperative_ruling as ruling
        where ruling.line_id = line.line_id
        order by in_force_from desc limit 1
    ) as ruling on true
"""
NEWEST_SPELLINGS = text(f"""
    with final as ({_FINAL}),

    spelt as (
        select distinct on (
            final_id, name, tax_code, trusts_tax_code, address, founded_on, chairperson, province_code
        ) *
        from final
        order by
            final_id, name, tax_code, trusts_tax_code, address, founded_on, chairperson, province_code,
            received_at desc, reading_id desc, sheet desc, row_number desc
    )

    select * from spelt order by received_at, reading_id, sheet, row_number
""")  # noqa: S608 - a constant
LAST_LISTINGS = text(f"""
    with final as ({_FINAL})

    select distinct on (final_id) final_id, reporter_code, neighbourhood, period_key
    from final
    where is_of_area
    order by
        final_id, left(period_key, 4) desc, (period_key like '%-H1')::integer,
        received_at desc, reading_id desc, sheet desc, row_number desc
""")  # noqa: S608 - a constant
TOUCHED_LINES = text("""
    with touched as (
        select cooperative_id from ops.cooperative_line where line_id in :sides or cooperative_id in :sides
    )

    select distinct on (received_at, reading_id, sheet, row_number) line_id, cooperative_id
    from ops.cooperative_line
    where cooperative_id in (select cooperative_id from touched)
    order by received_at, reading_id, sheet, row_number
""").bindparams(bindparam("sides", expanding=True))
KNOWN_LINES = text("""
    select distinct on (line_id) line_id, cooperative_id from ops.cooperative_line
    where line_id in :lines
    order by line_id, received_at, reading_id
""").bindparams(bindparam("lines", expanding=True))

"""Dimensions say what the reference data say: every row, every column, every key."""

from expectations.suites.check import ALWAYS, Check, NoSuchRows, Suite, dimension_key, same_rows


def _as_declared(what_vi: str, what_en: str, *, said: str, source: str) -> Check:
    return same_rows(
        "says_what_the_reference_data_say",
        f"Bảng {what_vi} khác với dữ liệu tham chiếu",
        f"each {what_en} is as the reference data declare it, none is lost and none is added",
        said=said,
        source=source,
    )


_PROVINCES = f"""
    select {dimension_key("province_code", "valid_from")} as province_key, *
    from reference.provinces
    where confirmed
"""  # noqa: S608
_AREAS = "select * from reference.areas union all select * from reference.communes"
_AREA_KEY = dimension_key("a.area_code", "a.valid_from")

ROWS_ARE_KEPT_FROM_OTHERS = Check(
    name="rows_are_kept_from_other_provinces",
    severity="critical",
    sentence_vi="Có bảng chưa chặn đơn vị này xem số liệu của tỉnh, thành phố khác",
    sentence_en="each mart whose rows lie in provinces shows them to readers of these alone",
    requirement=NoSuchRows("""
        select c.relname as mart
        from pg_class here
        join pg_class c on c.relnamespace = here.relnamespace and c.relkind = 'r'
        where here.oid = '{batch}'::regclass
            and c.relname not in ('dim_province', 'dim_area', 'bridge_area_succession')
            and exists (
                select from pg_attribute a
                where a.attrelid = c.oid and not a.attisdropped and a.attname in ('province_key', 'area_key',
                    'reporter_area_key', 'submission_id', 'figure_id', 'claim_id', 'cooperative_key')
            )
            and not (c.relrowsecurity and exists (
                select from pg_policy p where p.polrelid = c.oid and p.polname = 'rows_of_the_readers_provinces'
            ))
    """),
    applies_to=ALWAYS,
)
"""Where the marts are open to all is a variable of the dbt project; a mart that is added there is added here."""

DIM_PROVINCE_ORIGIN = Suite(
    "dim_province",
    "dim_province",
    (
        ROWS_ARE_KEPT_FROM_OTHERS,
        _as_declared(
            "tỉnh, thành phố",
            "province",
            said="""
                select province_key, province_code, province_name, short_name, kind, valid_from, valid_to,
                    successor_province_key, is_current
                from {batch}
            """,
            source=f"""
                with provinces as ({_PROVINCES})
                select p.province_key, p.province_code, p.province_name, p.short_name, p.kind, p.valid_from, p.valid_to,
                    s.province_key, p.valid_to is null
                from provinces p
                left join provinces s on s.province_code = p.successor_code and s.valid_from = p.valid_to
            """,  # noqa: S608
        ),
    ),
)

DIM_AREA_ORIGIN = Suite(
    "dim_area",
    "dim_area",
    (
        _as_declared(
            "địa bàn",
            "area",
            said="""
                select a.area_key, a.area_code, a.area_name, a.short_name, a.area_level, a.kind, parent.area_code,
                    province.province_code, a.valid_from, a.valid_to, a.legal_act, a.sort_key, a.today_area_key,
                    a.not_today_reason
                from {batch} a
                left join {batch} parent on parent.area_key = a.parent_area_key
                    and parent.valid_from < coalesce(a.valid_to, 'infinity')
                    and coalesce(parent.valid_to, 'infinity') >= coalesce(a.valid_to, 'infinity')
                left join {marts}.dim_province province on province.province_key = a.province_key
                    and province.valid_from < coalesce(a.valid_to, 'infinity')
                    and coalesce(province.valid_to, 'infinity') >= coalesce(a.valid_to, 'infinity')
            """,
            source=f"""
                select {_AREA_KEY}, a.area_code, a.area_name, a.short_name, a.level, a.kind, nullif(a.parent_code, ''),
                    nullif(a.province_code, ''), a.valid_from, a.valid_to, a.legal_act, a.sort_key, t.today_area_key,
                    t.not_today_reason
                from ({_AREAS}) a
                left join {{intermediate}}.int_area_today t on t.area_key = {_AREA_KEY}
            """,  # noqa: S608
        ),
    ),
)

BRIDGE_AREA_SUCCESSION_ORIGIN = Suite(
    "bridge_area_succession",
    "bridge_area_succession",
    (
        _as_declared(
            "thay đổi địa giới",
            "change of the map",
            said="""
                select event_id, from_area_key, to_area_key, from_level, changed_on, change_kind, share, legal_act,
                    is_confirmed
                from {batch}
            """,
            source="""
                select event_id, from_area_key, to_area_key, from_level, changed_on, change_kind, share, legal_act,
                    is_confirmed
                from {staging}.stg_area_succession
            """,
        ),
    ),
)

DIM_AGENCY_ORIGIN = Suite(
    "dim_agency",
    "dim_agency",
    (
        _as_declared(
            "cơ quan",
            "agency",
            said="""
                select agency_code, name_vi, name_en, province_code, successor_agency_code, valid_from, valid_to
                from {batch}
            """,
            source="""
                select agency_code, name_vi, name_en, province_code, successor_code, valid_from, valid_to
                from reference.agencies
            """,
        ),
    ),
)

DIM_OBLIGATION_ORIGIN = Suite(
    "dim_obligation",
    "dim_obligation",
    (
        _as_declared(
            "nghĩa vụ báo cáo",
            "obligation",
            said="""
                select o.obligation_code, o.obligation_kind, o.debtor_kind, coalesce(a.area_code, o.debtor_agency_code),
                    o.creditor_agency_code, o.form_code, o.period_key,
                    case when o.province_key is null then 'VN' else p.province_code end, o.opens_on, o.cut_off_on,
                    o.due_before, o.valid_from, o.valid_to, o.legal_basis, o.is_assumption
                from {batch} o
                left join {marts}.dim_area a on a.area_key = o.debtor_area_key
                left join {marts}.dim_province p on p.province_key = o.province_key
                    and o.due_before >= p.valid_from and o.due_before < coalesce(p.valid_to, 'infinity')
            """,
            source="""
                select obligation_code, obligation_kind, case debtor_kind when 'agency' then 'agency' else 'area' end,
                    debtor_code, creditor_agency_code, form_code, period_key, area_code, opens_on, cut_off_on,
                    due_before, valid_from, valid_to, legal_basis, is_assumption
                from reference.obligations
            """,
        ),
    ),
)

DIM_PERIOD_ORIGIN = Suite(
    "dim_period",
    "dim_period",
    (
        _as_declared(
            "kỳ báo cáo",
            "period",
            said="""
                select period_key, period_kind, year, half, starts_on, ends_on, name_vi, name_en
                from {batch}
                where period_kind <> 'span' or period_key in (select period_key from reference.periods)
                    or period_key in (select period_key from {staging}.stg_target)
            """,
            source="""
                select period_key, period_kind, year, half, starts_on, ends_on, name_vi, name_en
                from reference.periods
                union all
                select distinct period_key, 'span', right(period_key, 4)::integer, null::integer,
                    make_date(left(period_key, 4)::integer, 1, 1), make_date(right(period_key, 4)::integer, 12, 31),
                    'Giai đoạn ' || replace(period_key, '..', '–'), replace(period_key, '..', '–')
                from {staging}.stg_target
                where period_key like '____..____'
            """,
        ),
    ),
)

DIM_INDICATOR_ORIGIN = Suite(
    "dim_indicator",
    "dim_indicator",
    (
        _as_declared(
            "chỉ tiêu",
            "indicator",
            said="""
                select indicator_key, indicator_code, entity, name_vi, name_en, canonical_unit, stock_or_flow,
                    aggregation, weight_indicator_key, parent_indicator_key, display_order, evidence
                from {batch}
            """,
            source="""
                select i.entity || '.' || i.code, i.code, i.entity, i.name_vi, i.name_en, i.canonical_unit,
                    i.stock_or_flow, i.aggregation, weight.entity || '.' || weight.code,
                    coalesce(own.entity, of_cooperatives.entity) || '.' || coalesce(own.code, of_cooperatives.code),
                    i.display_order, i.evidence
                from reference.indicators i
                left join reference.indicators weight on weight.code = i.weight_code and weight.entity = i.entity
                left join reference.indicators own
                    on own.code = i.parent_code and own.entity = i.entity and own.code <> i.code
                left join reference.indicators of_cooperatives
                    on of_cooperatives.code = i.parent_code and of_cooperatives.entity = 'HTX' and i.entity <> 'HTX'
            """,
        ),
    ),
)

DIM_SECTOR_ORIGIN = Suite(
    "dim_sector",
    "dim_sector",
    (
        _as_declared(
            "ngành nghề",
            "sector",
            said="select sector_code, name_vi, name_en, parent_sector_code from {batch}",
            source="select code, name_vi, name_en, parent_code from reference.sectors",
        ),
    ),
)

DIM_SOURCE_ORIGIN = Suite(
    "dim_source",
    "dim_source",
    (
        _as_declared(
            "nguồn số liệu",
            "source",
            said="select source_key, source_kind, source_name, province_scope from {batch}",
            source=f"""
                (select distinct on (o.debtor_code) 'submission:' || o.debtor_code, 'submission',
                    coalesce(a.area_name, agency.name_vi), o.area_code
                from reference.obligations o
                left join ({_AREAS}) a on o.debtor_kind is distinct from 'agency' and a.area_code = o.debtor_code
                    and o.due_before >= a.valid_from and o.due_before < coalesce(a.valid_to, 'infinity')
                left join reference.agencies agency
                    on o.debtor_kind = 'agency' and agency.agency_code = o.debtor_code
                where o.obligation_kind = 'reporter_round' and num_nonnulls(a.area_code, agency.agency_code) > 0
                order by o.debtor_code, o.due_before desc)
                union all
                select 'press:' || source_code, 'press', name, province_scope from reference.sources
                union all
                select distinct 'press:' || source_code, 'press', source_code, null from {{staging}}.stg_article
                where source_code not in (select source_code from reference.sources)
            """,  # noqa: S608
        ),
    ),
)

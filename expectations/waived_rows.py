"""Which failing rows a waiver of an area and period covers: those whose place and time can be told, and are its own."""

NOT_WAIVED = """
    with failing as ({failing}),
    waived as (select * from unnest(cast(:areas as text[]), cast(:periods as text[])) as w (area_code, period_key)),
    placed as (
        select row,
            coalesce(row ->> 'period_key', figure.period_key, claim.period_key, submission.period_key) as period_key,
            coalesce(row ->> 'province_code', row ->> 'area_code', province.province_code, of_province.province_code)
                as area_code
        from failing
        left join {marts}.fct_figure figure on figure.figure_id::text = row ->> 'figure_id'
        left join {marts}.fct_indicator_value claim on claim.claim_id::text = row ->> 'claim_id'
        left join {marts}.fct_submission submission on submission.submission_id::text = row ->> 'submission_id'
        left join {marts}.dim_province province on province.province_key::text = row ->> 'province_key'
        left join {marts}.dim_area area
            on area.area_key = coalesce((row ->> 'area_key')::integer, figure.area_key, claim.area_key,
                submission.reporter_area_key)
        left join {marts}.dim_province of_province
            on of_province.province_key = coalesce(area.province_key, submission.province_key)
    )
    select count(*)
    from placed
    where not exists (
        select from waived
        where (waived.area_code is null or waived.area_code = placed.area_code)
            and (waived.period_key is null or waived.period_key = placed.period_key)
    )
"""
"""How many failing rows no waiver covers; one whose area or period cannot be told is covered by none that names one."""

-- What each story of the press says, and what becomes of it: taken, waiting for a person, or decided by one.
select
    figure.claim_id,
    figure.state,
    figure.is_claim,
    figure.reasons,
    nullif(concat_ws(
        ' ',
        case
            when 'low_confidence' = any(figure.reasons)
                then
                    'Độ tin cậy ' || trim_scale(figure.confidence) || ' dưới ngưỡng '
                    || trim_scale(figure.threshold) || '.'
        end,
        case
            when 'implausible' = any(figure.reasons)
                then
                    'Số khó tin đối với chỉ tiêu này ('
                    || replace(replace(
                        substr(figure.implausibility, length('plausibility:') + 1), 'above', 'trên mức'
                    ), 'below', 'dưới mức')
                    || coalesce('; có lẽ là ' || figure.suggestion, '') || ').'
        end,
        case
            when 'place_unknown' = any(figure.reasons) and figure.place is null then 'Không rõ bài nói về địa bàn nào.'
            when 'place_unknown' = any(figure.reasons)
                then 'Khi đó không có địa bàn nào tên “' || figure.place || '”.'
            when 'place_ambiguous' = any(figure.reasons)
                then 'Có ' || figure.places_meant || ' địa bàn tên “' || figure.place || '”.'
        end,
        case when 'article_withdrawn' = any(figure.reasons) then 'Trang báo không còn bài này.' end,
        case
            when figure.stated_total is not null
                then
                    'Trong cùng câu, các phần cộng lại được ' || trim_scale(figure.sum_of_parts) || ', tổng nêu là '
                    || trim_scale(figure.stated_total) || '.'
        end
    ), '') as reason_vi,
    figure.indicator_key,
    figure.sector_code,
    area.area_key,
    figure.place,
    figure.period_key,
    figure.as_of_date,
    figure.period as period_text,
    figure.value_status,
    figure.value_low::numeric(24, 6) as value_low,
    figure.value_high::numeric(24, 6) as value_high,
    figure.qualifier,
    figure.canonical_unit,
    'press:' || figure.source_code as source_key,
    figure.article_version_id,
    figure.canonical_url as article_url,
    figure.title as article_title,
    figure.published_on,
    figure.sentence_start as sentence_offset,
    figure.sentence_text,
    figure.evidence_text,
    figure.start_offset,
    figure.end_offset,
    figure.articles_telling,
    figure.confidence::numeric(5, 4) as confidence,
    figure.threshold::numeric(5, 4) as threshold,
    figure.extractor_version,
    figure.stated_total::numeric(24, 6) as stated_total,
    figure.sum_of_parts::numeric(24, 6) as sum_of_parts,
    case
        when figure.state = 'corrected'
            then concat_ws(
                '; ',
                {{ changed_in_words('chỉ tiêu', 'read.indicator_key', 'figure.indicator_key') }},
                {{ changed_in_words('ngành', 'read.sector_code', 'figure.sector_code') }},
                {{ changed_in_words('từ', 'trim_scale(read.value_low)', 'trim_scale(figure.value_low)') }},
                {{ changed_in_words('đến', 'trim_scale(read.value_high)', 'trim_scale(figure.value_high)') }},
                {{ changed_in_words('cách nói', 'read.qualifier', 'figure.qualifier') }},
                {{ changed_in_words('tình trạng', 'read.value_status', 'figure.value_status') }},
                {{ changed_in_words('địa bàn', 'read.place', 'figure.place') }},
                {{ changed_in_words('kỳ', 'read.period', 'figure.period') }}
            )
    end as correction_vi,
    figure.decided_by,
    figure.decided_at,
    figure.decision_reason,
    {{ build_id() }} as build_id
from {{ ref('int_press_figure') }} as figure
inner join {{ ref('stg_article_figure') }} as read on figure.claim_id = read.claim_id
left join {{ ref('dim_area') }} as area
    on figure.area_code = area.area_code and figure.area_valid_from = area.valid_from

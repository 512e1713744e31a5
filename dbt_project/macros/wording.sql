{#- Numbers as sentences print them. The server's locale says nothing: the marks are put in by hand. -#}

{#- 1234567.5 as Vietnamese write it: 1.234.567,5 (at most three decimals). -#}
{% macro vietnamese_number(number) -%}
    rtrim(translate(to_char(round(({{ number }})::numeric, 3), 'FM999,999,999,999,999,990.###'), ',.', '.,'), ',')
{%- endmacro %}

{#- 1234567.5 as English write it: 1,234,567.5 (at most three decimals). -#}
{% macro english_number(number) -%}
    rtrim(to_char(round(({{ number }})::numeric, 3), 'FM999,999,999,999,999,990.###'), '.')
{%- endmacro %}

{#- A number in its canonical unit, in Vietnamese: 1,3 tỷ đồng, 55 %, 663 HTX. -#}
{% macro vietnamese_quantity(number, unit) -%}
    case
        when {{ unit }} <> 'VND' then {{ vietnamese_number(number) }} || ' ' || replace({{ unit }}, 'percent', '%')
        when abs({{ number }}) >= 1e9 then {{ vietnamese_number(number ~ ' / 1e9') }} || ' tỷ đồng'
        when abs({{ number }}) >= 1e6 then {{ vietnamese_number(number ~ ' / 1e6') }} || ' triệu đồng'
        else {{ vietnamese_number(number) }} || ' đồng'
    end
{%- endmacro %}

{#- A number in its canonical unit, in English: 1.3 billion VND, 55 %, 663 HTX. -#}
{% macro english_quantity(number, unit) -%}
    case
        when {{ unit }} <> 'VND' then {{ english_number(number) }} || ' ' || replace({{ unit }}, 'percent', '%')
        when abs({{ number }}) >= 1e9 then {{ english_number(number ~ ' / 1e9') }} || ' billion VND'
        when abs({{ number }}) >= 1e6 then {{ english_number(number ~ ' / 1e6') }} || ' million VND'
        else {{ english_number(number) }} || ' VND'
    end
{%- endmacro %}

{#- A bound, a range or a value as it was set, in Vietnamese: trên 55 %, từ 10 đến 15 HTX. -#}
{% macro vietnamese_target(low, high, qualifier, unit) -%}
    case
        when {{ low }} <> {{ high }}
            then 'từ ' || {{ vietnamese_number(low) }} || ' đến ' || {{ vietnamese_quantity(high, unit) }}
        else
            case {{ qualifier }}
                when 'over' then 'trên ' when 'at_least' then 'từ ' when 'under' then 'dưới '
                when 'at_most' then 'không quá ' when 'about' then 'khoảng ' else ''
            end
            || {{ vietnamese_quantity('coalesce(' ~ low ~ ', ' ~ high ~ ')', unit) }}
            || case {{ qualifier }} when 'at_least' then ' trở lên' else '' end
    end
{%- endmacro %}

{#- The same in English: over 55 %, 10 to 15 HTX. -#}
{% macro english_target(low, high, qualifier, unit) -%}
    case
        when {{ low }} <> {{ high }}
            then {{ english_number(low) }} || ' to ' || {{ english_quantity(high, unit) }}
        else
            case {{ qualifier }}
                when 'over' then 'over ' when 'at_least' then 'at least ' when 'under' then 'under '
                when 'at_most' then 'at most ' when 'about' then 'about ' else ''
            end
            || {{ english_quantity('coalesce(' ~ low ~ ', ' ~ high ~ ')', unit) }}
    end
{%- endmacro %}

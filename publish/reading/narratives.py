"""What reporters write of difficulties, proposals, benefits and directions, as they wrote it."""

from sqlalchemy import Connection, text

from publish.content import Narrative
from publish.reading.rows import record
from publish.reading.scope import Scope

_NARRATIVES = text(
    """
    select n.narrative_text_id as narrative_id, n.topic, coalesce(agency.name_vi, a.area_name) as reporter,
        n.reporter_kind = 'agency' as is_department, n.ordinal, n.text, n.file_name, n.file_sha256, n.sheet, n.address
    from marts.fct_narrative as n
    inner join marts.dim_area as a on n.area_key = a.area_key
    inner join marts.fct_submission as s on n.submission_id = s.submission_id
    left join marts.dim_agency as agency on s.reporter_agency_code = agency.agency_code
    where n.province_key = :province_key and n.period_key = :period_key
    order by n.topic, n.reporter_kind desc, a.sort_key, reporter, n.ordinal, n.narrative_text_id
    """
)


def read_narratives(connection: Connection, scope: Scope) -> tuple[Narrative, ...]:
    """The paragraphs of the round by topic, then in the order of the reporters' names and of their files."""
    parameters = {"province_key": scope.area.province_key, "period_key": scope.period.period_key}
    return tuple(record(Narrative, row) for row in connection.execute(_NARRATIVES, parameters))

"""What the gate found in a build of before, from `ops.gate_result`: the pages of Great Expectations are of the last."""

import re
from pathlib import Path
from uuid import UUID

from sqlalchemy import String, cast, func, select

from expectations.gate import DATA_DOCS_FOLDER, GateReport
from expectations.results import recorded, why_not_passed
from expectations.schemas import MARTS_SCHEMA
from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import gate_result

_BEGIN_OF_AN_ID = re.compile(r"[0-9a-f]{4,32}")


def kept_report(settings: Settings, named: str) -> GateReport:
    """What is kept of the build that is named by its id or the begin of it; nothing is judged.

    Its page is None where the pages on disk are of another build. ``ValueError`` where none or several are so named.
    """
    digits = named.strip().lower().replace("-", "")
    if not _BEGIN_OF_AN_ID.fullmatch(digits):
        raise ValueError(f"{named} is no id of a build: a report names it on its page of the gate")
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            plain = func.replace(cast(gate_result.c.build_id, String), "-", "")
            found = select(gate_result.c.build_id).where(plain.startswith(digits)).distinct().limit(2)
            builds: list[UUID] = list(connection.scalars(found))
            if len(builds) != 1:
                begin = "several builds begin" if builds else "the gate judged no build that begins"
                raise ValueError(f"{begin} with {named}")
            results = recorded(connection, builds[0])
    finally:
        engine.dispose()
    reason = why_not_passed(results)
    return GateReport(
        build_id=builds[0],
        schema=MARTS_SCHEMA,
        verdict="passed" if reason is None else "refused",
        reason=reason,
        results=results,
        seconds=0.0,
        seconds_by_suite={},
        data_docs=pages_of(settings.home / DATA_DOCS_FOLDER, builds[0]),
    )


def pages_of(folder: Path, build_id: UUID) -> Path | None:
    """The page to open where the pages in the folder are of that build: each judging lies under its id."""
    is_of_build = any(folder.glob(f"validations/*/{build_id}"))
    return folder / "index.html" if is_of_build else None

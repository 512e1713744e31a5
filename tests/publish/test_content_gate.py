"""What the gate let pass is told in the report of the province it concerns, with who waived it."""

import json
import uuid

import pytest

from publish.content import GateSuite
from publish.freeze import freeze
from tests.publish.half_year_round import BUILD_ID, CITY_CODE, PERIOD_KEY, PROVINCE_KEY, Marts, local

pytestmark = pytest.mark.integration
NOW = local("2024-05-21 09:00")
WAIVER_ID = uuid.UUID(int=7)


def found(
    marts: Marts, expectation: str, keys: list[dict[str, object]], *, severity: str = "warning", **observed: object
) -> None:
    """An expectation of fct_figure that was not met, with the keys of the rows that failed."""
    with marts.connect() as connection:
        connection.execute(
            "insert into ops.build values (%s, now(), now(), 'swapped', 'x', 'x', null) on conflict do nothing",
            (BUILD_ID,),
        )
        connection.execute(
            "insert into ops.gate_result (gate_result_id, build_id, suite, mart, expectation, severity, is_met,"
            " unexpected_count, detail_vi, observed, run_at, failing_keys)"
            " values (gen_random_uuid(), %s, 'fct_figure', 'fct_figure', %s, %s, %s, %s, %s, %s, now(), %s)",
            (
                BUILD_ID,
                expectation,
                severity,
                severity == "info",
                len(keys),
                f"Có số liệu đáng ngờ ({len(keys)} trường hợp)",
                json.dumps(observed),
                json.dumps(keys),
            ),
        )


def test_errors_of_other_provinces_are_not_told_here(marts: Marts) -> None:
    found(marts, "plausible", [{"province_key": PROVINCE_KEY}, {"area_key": 760}, {"province_key": 4600}])
    found(marts, "elsewhere", [{"province_key": 4600}])
    found(marts, "of_no_place", [{"indicator_key": "HTX.coop_total"}])
    content = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).content
    assert [(note.expectation, note.unexpected_count, note.is_of_area) for note in content.gate_notes] == [
        ("of_no_place", 1, False),
        ("plausible", 2, True),
    ]
    assert content.gate_notes[1].detail_vi == "Có số liệu đáng ngờ (2 trường hợp)"
    assert content.gate_suites == (GateSuite("fct_figure", checks=3, met=1, unmet=2),)


def test_a_waiver_is_told_where_it_let_something_pass(marts: Marts) -> None:
    found(marts, "sums", [{"province_key": PROVINCE_KEY}], severity="critical", waiver_ids=[str(WAIVER_ID)])
    with marts.connect() as connection:
        connection.execute(
            "insert into ops.waiver (waiver_id, suite, expectation, reason, granted_by, granted_at, expires_on,"
            " area_code) values (%s, 'fct_figure', 'sums', 'Đơn vị đang rà soát', 'Trần Văn Minh', now(),"
            " '2024-06-15', '79')",
            (WAIVER_ID,),
        )
    (waived,) = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).content.gate_waivers
    assert (waived.granted_by, waived.reason, waived.area_code) == ("Trần Văn Minh", "Đơn vị đang rà soát", "79")
    assert waived.expires_on == local("2024-06-15 00:00").date()

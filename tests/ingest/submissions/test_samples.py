"""The sample round: internally consistent, and as large as what is known of the city."""

from collections.abc import Mapping
from decimal import Decimal

from ingest.submissions.reference import Reference
from ingest.submissions.template import CellContent, ValueKey
from samples.make_submissions import read_manifest

Truth = Mapping[str, Mapping[ValueKey, CellContent]]

REPORTERS = {
    "760", "761", "764", "765", "766", "767", "768", "769", "770", "771", "772",
    "773", "774", "775", "776", "777", "778", "783", "784", "785", "786", "787",
}  # fmt: skip
MISSING, NIL = "772", "773"


def city_total(truth: Truth, entity: str, code: str) -> Decimal:
    contents = (values[entity, code, "actual_h1"] for values in truth.values())
    return sum((Decimal(str(content).removesuffix(" HTX").replace(".", "")) for content in contents), Decimal(0))


def test_the_city_is_as_large_as_the_alliance_says(truth: Truth) -> None:
    """30 June 2024: 611 operating cooperatives, 75 percent of all; 9 unions; 4,368 groups."""
    assert city_total(truth, "HTX", "coop_total") == 815
    assert city_total(truth, "HTX", "coop_active") == 611
    assert city_total(truth, "LHHTX", "union_total") == 9
    assert city_total(truth, "THT", "group_total") == 4368
    assert city_total(truth, "HTX", "coop_new") == 14


def test_all_but_one_of_the_22_reporters_send_something(truth: Truth, reference: Reference) -> None:
    sent = [arrival["area_code"] for arrival in read_manifest()]
    assert set(sent) == REPORTERS - {MISSING}
    assert len(sent) == 22
    assert set(truth) == REPORTERS - {NIL}
    assert {area.province_code for code in REPORTERS for area in reference.areas[code]} == {"79"}


def test_the_truth_fills_every_cell_of_the_form(truth: Truth, reference: Reference) -> None:
    form = reference.forms["A-1"]
    cells = {
        (row.entity, row.indicator_code, column.value_column)
        for row in form.indicator_rows()
        for column in form.columns
    }
    assert {frozenset(values) for values in truth.values()} == {frozenset(cells)}

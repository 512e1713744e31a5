"""What a person may put in place of what was read: told before it is written."""

from decimal import Decimal

import pytest

from htx.settings import REPOSITORY
from ingest.articles.corrections import BadCorrectionError, Correction, require_known

SEEDS = REPOSITORY / "dbt_project" / "seeds"


@pytest.mark.parametrize(
    ("low", "high", "qualifier"),
    [
        (None, None, None),
        ("975", "975", "exact"),
        ("10", "15", "between"),
        ("730000000000", None, "over"),
        (None, "100", "under"),
    ],
)
def test_the_ends_of_a_corrected_value_say_how_it_is_bounded(
    low: str | None, high: str | None, qualifier: str | None
) -> None:
    correction = Correction(
        value_low=None if low is None else Decimal(low), value_high=None if high is None else Decimal(high)
    )
    assert correction.qualifier == qualifier


@pytest.mark.parametrize(
    "correction",
    [
        Correction(indicator_key="THT.group_total", sector_code="agri", value_status="estimate"),
        Correction(place="thành phố hồ chí minh", period="2024-H1"),
        Correction(place="TP.HCM", period="2024"),
        Correction(place="805", period="2024-06-16"),
        Correction(place="VN", period="2017..2020"),
    ],
)
def test_what_the_reference_data_knows_may_be_written(correction: Correction) -> None:
    require_known(correction, SEEDS)


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        (Correction(indicator_key="HTX.group_total"), "HTX.coop_total"),
        (Correction(indicator_key="coop_total"), "HTX.coop_total"),
        (Correction(sector_code="nông nghiệp"), "agri"),
        (Correction(value_status="thực hiện"), "actual, estimate, target"),
        (Correction(place="Hà Tỉnh Mới"), "areas.csv"),
        (Correction(period="2024-13"), "2024-H1"),
        (Correction(period="2024-02-30"), "2024-H1"),
        (Correction(period="2020..2017"), "2017..2020"),
        (Correction(value_low=Decimal(15), value_high=Decimal(10)), "turn them round"),
    ],
)
def test_what_no_claim_could_have_is_refused_with_what_may_be_written(correction: Correction, told: str) -> None:
    with pytest.raises(BadCorrectionError, match=told):
        require_known(correction, SEEDS)

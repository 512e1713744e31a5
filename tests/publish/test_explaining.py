"""Explaining: the cells behind a number, and the arithmetic that gives it."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from publish.errors import UnknownPublicationError
from publish.explain import explain, recompute
from publish.freeze import freeze
from publish.publications import Publication
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

pytestmark = pytest.mark.integration


@pytest.fixture
def frozen(marts: Marts) -> Publication:
    return freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))


def figure_id(publication: Publication, key: str) -> uuid.UUID:
    figure = publication.content.figure(key, publication.content.main_column)
    assert figure is not None
    return figure.figure_id


def test_a_sum_is_reproduced_from_its_cells(marts: Marts, frozen: Publication) -> None:
    found = explain(marts.settings, figure_id(frozen, "HTX.coop_total"))
    assert found.reproduces
    assert found.recomputed == found.figure.value
    assert len(found.figure.claims) == 19
    assert found.arithmetic.endswith("= 706 HTX")
    assert "769_A-1_2024-H1.xlsx · trang tính A-1 · ô F8" in found.text
    assert "Tính lại: khớp." in found.text


def test_a_weighted_mean_is_reproduced_with_its_weights(marts: Marts, frozen: Publication) -> None:
    found = explain(marts.settings, figure_id(frozen, "HTX.revenue_avg"))
    assert found.reproduces
    assert "÷" in found.arithmetic
    assert "“1237.5” triệu đồng/năm × 1.000.000 = 1,238 tỷ đồng" in found.text
    assert "trọng số" in found.text


def test_every_figure_of_the_report_is_reproduced(frozen: Publication) -> None:
    known = [figure for figure in frozen.content.figures if figure.value is not None]
    assert len(known) > 60
    for figure in known:
        assert recompute(figure) == pytest.approx(figure.value, abs=Decimal("0.000001"))


def test_a_number_that_its_cells_do_not_give_is_told(marts: Marts, frozen: Publication) -> None:
    with marts.connect() as connection:
        connection.execute(
            "update marts.fct_figure set value = value + 1 where figure_id = %s", (figure_id(frozen, "HTX.coop_total"),)
        )
    found = explain(marts.settings, figure_id(frozen, "HTX.coop_total"))
    assert not found.reproduces
    assert "KHÔNG KHỚP" in found.text


def test_a_published_number_is_explained_after_the_marts_forgot_it(marts: Marts, frozen: Publication) -> None:
    with marts.connect() as connection:
        connection.execute("truncate marts.fct_figure, marts.bridge_figure_claim")
    found = explain(marts.settings, figure_id(frozen, "HTX.coop_total"))
    assert not found.is_in_marts
    assert found.reproduces
    assert [printed.publication_id for printed in found.printed_in] == [frozen.publication_id]


def test_a_number_that_changed_since_it_was_printed_shows_both_values(marts: Marts, frozen: Publication) -> None:
    first, *others = the_round()
    marts.build([replace(first, status="missing", values={}), *others], uuid.UUID(int=4))
    found = explain(marts.settings, figure_id(frozen, "HTX.coop_total"))
    assert found.reproduces
    assert found.printed_in[0].value is not None
    assert found.figure.value == found.printed_in[0].value - first.values["HTX.coop_total"]


def test_an_unknown_id_is_said_to_be_unknown(marts: Marts) -> None:
    with pytest.raises(UnknownPublicationError, match="appendix II"):
        explain(marts.settings, uuid.UUID(int=0))


def test_the_explanation_is_json(marts: Marts, frozen: Publication) -> None:
    dumped = explain(marts.settings, figure_id(frozen, "HTX.coop_total")).to_json()
    assert dumped["reproduces"] is True

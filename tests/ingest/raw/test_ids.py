"""Ids follow from content."""

from ingest.raw.ids import IdsWithin, content_id, joined_parts


def test_ids_within_are_the_ids_of_all_parts() -> None:
    reading = content_id("a" * 64, "2024-H1", "2")
    ids = IdsWithin(reading)
    assert ids.of("Phụ lục 1", "E12", "coop_total") == content_id(reading, "Phụ lục 1", "E12", "coop_total").hex
    assert ids.of("Phụ lục 1", "E13", "coop_total") == content_id(reading, "Phụ lục 1", "E13", "coop_total").hex


def test_ids_of_a_sheet_and_of_joined_parts_are_the_same_ids() -> None:
    reading = content_id("a" * 64, "2024-H1", "2")
    of_sheet = IdsWithin(reading).within("Phụ lục 1")
    assert of_sheet.of("E12", joined_parts((7, None))) == content_id(reading, "Phụ lục 1", "E12", 7, None).hex
    assert of_sheet.of("E13") == content_id(reading, "Phụ lục 1", "E13").hex


def test_a_missing_part_is_another_than_an_empty_one() -> None:
    assert content_id("a", None) != content_id("a", "")
    assert content_id("a", "b") != content_id("ab")

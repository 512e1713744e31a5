"""The steps of a reading in words."""

import csv

from htx.settings import REPOSITORY
from publish.trace_words import trace_in_words

INDICATORS = REPOSITORY / "ingest" / "figures" / "vocabulary" / "indicators.csv"


def test_a_reading_is_told_step_by_step() -> None:
    trace = ("form:count", "subject:coop", "attribute:new", "attribute from:event", "sector:agri")
    assert trace_in_words(trace, {"agri": "Nông - lâm - ngư - diêm nghiệp"}) == (
        "số đếm",
        "của hợp tác xã",
        "thành lập mới",
        "theo động từ của câu",
        "ngành Nông - lâm - ngư - diêm nghiệp",
    )


def test_a_doubt_is_told_with_its_bound() -> None:
    assert trace_in_words(("plausibility:above 50000000000",)) == ("khó tin: lớn hơn mức 50000000000",)


def test_a_step_without_words_is_given_as_it_is() -> None:
    assert trace_in_words(("quite new:42",)) == ("quite new:42",)


def test_whatever_an_indicator_is_read_from_has_words() -> None:
    with INDICATORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    marks = {f"form:{row['form']}" for row in rows} | {f"subject:{row['subject']}" for row in rows}
    marks |= {f"attribute:{row['attribute']}" for row in rows if row["attribute"]}
    assert [mark for mark in sorted(marks) if trace_in_words((mark,)) == (mark,)] == []

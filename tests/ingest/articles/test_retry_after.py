"""What ``Retry-After`` asks for, in each of its spellings."""

import pytest
from scrapy.http import Response

from ingest.articles.guards import retry_after_seconds


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "Mon, 03 Jun 2024 00:01:30 GMT", "Date": "Mon, 03 Jun 2024 00:00:00 GMT"}, 90.0),
        ({"Retry-After": "Mon, 03 Jun 2024 00:00:00 GMT", "Date": "Mon, 03 Jun 2024 00:05:00 GMT"}, 0.0),
        ({"Retry-After": "Mon, 03 Jun 2024 00:01:30 GMT"}, None),
        ({"Retry-After": "lát nữa"}, None),
        ({"Retry-After": "-5"}, None),
        ({}, None),
    ],
)
def test_the_pause_is_counted_by_the_servers_own_clock(headers, expected):
    assert retry_after_seconds(Response("http://bao.example/", status=429, headers=headers)) == expected

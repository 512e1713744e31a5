"""Requests stay on the public internet and within the source's domains, however an address is spelled."""

import dataclasses

import pytest
from scrapy import Request

from htx.settings import Settings
from ingest.articles.fetch import user_agent
from ingest.articles.guards import OwnGround, PolicyError, is_public_address
from ingest.articles.sources import Source

PRESS = Source(
    source_code="bao",
    name="Báo thử nghiệm",
    kind="rss",
    start_url="https://bao.example/rss.xml",
    allowed_domains=("bao.example",),
    province_scope=None,
    language="vi",
    delay_seconds=5.0,
    active=True,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    ],
)  # fmt: skip
def test_inner_addresses_are_known_also_where_another_address_wraps_them(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["203.162.0.11", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://bao-khac.example/bai", "https://bao.example.ke-gian.example/", "https://kegianbao.example/",
        "https://bao.example@ke-gian.example/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://127.0.0.1/", "http://[::1]/", "ftp://bao.example/tep", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_request_that_leaves_the_domains_is_refused(url):
    with pytest.raises(PolicyError):
        OwnGround(PRESS).process_request(Request(url))


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_an_inner_address_is_refused_even_where_a_source_names_it(host):
    source = dataclasses.replace(PRESS, allowed_domains=(host.strip("[]"),))
    with pytest.raises(PolicyError, match="private address"):
        OwnGround(source).process_request(Request(f"http://{host}/"))


@pytest.mark.parametrize("url", ["https://bao.example/bai", "http://BAO.example/bai", "https://kinhte.bao.example/"])
def test_the_own_domain_and_what_is_under_it_are_asked(url):
    OwnGround(PRESS).process_request(Request(url))


def test_the_press_is_told_whom_to_write_to():
    settings = Settings(_env_file=None, press_contact="https://kho-htx.example/lien-he", owner_agency="lmhtx-79")
    assert user_agent(settings).endswith("(press articles for lmhtx-79; contact https://kho-htx.example/lien-he)")
    assert "contact bao-cao@htx.example" in user_agent(settings.model_copy(update={"press_contact": None}))

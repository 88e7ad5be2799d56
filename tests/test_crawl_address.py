"""The address guard as a value, and the names it is asked to connect to."""

from __future__ import annotations

import pytest

from collectors.crawl.address_guard import Policy
from collectors.errors import ParallaxError

REFUSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104  nothing is bound to it
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "not an address",
]  # fmt: skip
TAKEN = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert Policy().refuses_address(address, 80)


@pytest.mark.parametrize("address", TAKEN)
def test_public_addresses_are_taken(address: str) -> None:
    assert Policy().refuses_address(address, 443) is None


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://river-courier.example/a", True),
        ("http://river-courier.example:8080/a", True),
        ("http://river-courier.example:22/a", False),
        ("http://river-courier.example:99999/a", False),
        ("ftp://river-courier.example/a", False),
        ("file:///etc/passwd", False),
        ("http://user@river-courier.example/", False),
        ("http://127.0.0.1/", False),
        ("http://[::1]/", False),
        ("http:///nothing", False),
        ("gopher://x", False),
        ("http://[broken/", False),
    ],
)
def test_urls(url: str, taken: bool) -> None:
    assert (Policy().refuses_url(url) is None) is taken


def test_exceptions_open_one_address_and_port_only() -> None:
    policy = Policy.parse("127.0.0.1:8123, 10.0.0.0/8,[::1]:9000")
    assert policy.refuses_address("127.0.0.1", 8123) is None
    assert policy.refuses_address("127.0.0.1", 80)
    assert policy.refuses_address("127.0.0.2", 8123)
    assert policy.refuses_address("10.9.8.7", 22) is None
    assert policy.refuses_address("::1", 9000) is None
    assert policy.refuses_url("http://127.0.0.1:8123/") is None
    assert policy.refuses_address("169.254.169.254", 80)


@pytest.mark.parametrize("text", ["localhost", "127.0.0.1:http", "[::1", "10.0.0.0/99"])
def test_a_wrong_exception_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ParallaxError, match=r"127\.0\.0\.1:8080"):
        Policy.parse(text)

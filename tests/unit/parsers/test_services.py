"""/etc/services as glibc reads it."""

from __future__ import annotations

import pytest

from fixtures.parsers.services import parse_services


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http\t80/tcp\twww # World Wide Web\n", {("http", "tcp"): 80, ("www", "tcp"): 80}),
        ("  http 80/tcp\nhttp 8080/tcp\n", {("http", "tcp"): 80}),  # glibc, nss_files: blanks before a name are skipped
        ("# http 80/tcp\n  # http 81/tcp\n", {}),
        ("domain 53/tcp\r\ndomain 53/udp\r\n", {("domain", "tcp"): 53, ("domain", "udp"): 53}),
    ],
)
def test_what_a_port_is_called(text: str, found: dict[tuple[str, str], int]) -> None:
    assert parse_services(text) == found

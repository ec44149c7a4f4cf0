"""Whether Zitadel's console calls where people open it: what its settings named at other people's."""

from __future__ import annotations

import pytest

from fixtures.parsers.destination import same_origin


@pytest.mark.parametrize(
    ("api", "issuer", "is_there"),
    [
        ("https://login.example.test", "https://login.example.test", True),
        ("https://login.example.test:443", "https://login.example.test", True),
        ("https://LOGIN.example.test", "https://login.example.test", True),
        ("http://login.example.test:8080", "http://login.example.test:8080/oauth/v2", True),  # zitadel#3766
        ("https://login.example.test", "https://login.example.test:8443", True),  # asked without a port
        ("https://172.20.1.201:8080", "https://zitadel.example.test", False),  # zitadel#9912
        ("https://internal.example.test", "https://login.example.test", False),  # zitadel#9577
        ("https://login.example.test:8080", "https://login.example.test", False),  # a proxy that sends its own port
        ("https://login.example.test:443", "https://login.example.test:8443", False),
        ("http://login.example.test", "https://login.example.test", False),  # zitadel#8675
        ("login.example.test", "https://login.example.test", False),
        ("https://[::1", "https://login.example.test", False),
        ("", "https://login.example.test", False),
    ],
)
def test_same_origin(api: str, issuer: str, is_there: bool) -> None:
    assert same_origin(api, issuer) is is_there

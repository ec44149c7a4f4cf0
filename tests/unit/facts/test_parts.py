from __future__ import annotations

import pytest

from fixtures.errors import FactUnavailable
from fixtures.facts.dns import Answer
from fixtures.parsers.destination import address_parts
from fixtures.parsers.vault_answers import certificates
from fixtures.parsers.vault_secret import Secret
from tests.unit.facts.local import issue


def test_what_of_a_secret_cannot_be_used() -> None:
    secret = Secret("gbo/tables", {"host": "", "port": 5432, "tls": True, "password": "x", "more": None})
    assert secret.unusable(("host", "port", "tls", "password", "url", "more")) == (
        "host is empty",
        "port is a JSON number, not a string",
        "tls is a JSON boolean, not a string",
        "url is missing",
        "more is a JSON value, not a string",
    )
    assert "x" not in repr(secret)
    assert secret.text("password") == "x"
    with pytest.raises(FactUnavailable, match="no text at port"):
        secret.text("port")


@pytest.mark.parametrize("value", ["hunter2\n", " hunter2", "hunter2\r\n", "hunter2\t"])
def test_white_space_around_a_value_is_a_part_of_it(value: str) -> None:
    """A value that was written by `vault kv put path key=@file` has the file's last line end."""
    secret = Secret("gbo/vectordb", {"api_key": value, "pem": "-----BEGIN\nx\n-----END\n", "model": "a b"})
    assert secret.unusable(("api_key", "pem", "model")) == ("api_key has white space around it",)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("https://10.0.9.12:8200", ("https", "10.0.9.12", 8200)),
        ("https://vault/", ("https", "vault", None)),
        ("http://[::1]:8200", ("http", "::1", 8200)),
        ("10.0.9.12:8200", ("", "", None)),
        ("https://vault:eight", ("https", "", None)),
        ("https://[vault:8200", ("https", "", None)),
    ],
)
def test_the_parts_of_an_address(written: str, parts: tuple[str, str, int | None]) -> None:
    assert address_parts(written) == parts


def test_an_owned_answer_has_values_and_authority() -> None:
    assert Answer("NOERROR", True, ("x",)).owned
    assert not Answer("NOERROR", True, ()).owned
    assert not Answer("NOERROR", False, ("x",)).owned
    assert not Answer("REFUSED", True, ("x",)).owned
    assert Answer("REFUSED", False, ()).said == "REFUSED, not authoritative, 0 values"


def test_certificates_are_compared_whatever_stands_between_them() -> None:
    one, two = issue("one").pem, issue("two").pem
    assert certificates(one + two) == certificates(f"# comment\n{two}\n\n{one.replace(chr(10), chr(13) + chr(10))}")
    assert certificates(one) != certificates(two)
    assert certificates("nonsense") == certificates("") == frozenset()

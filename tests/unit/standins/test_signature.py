"""The published examples of the Amazon S3 API reference, "Examples: Signature Calculations"."""

from __future__ import annotations

import datetime as dt

import pytest

from lab.standins.botserver.signature import Keys, encoded_path, signed

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
HOST = "examplebucket.s3.amazonaws.com"
NOW = dt.datetime(2013, 5, 24, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("path", "query", "extra", "signature"),
    [
        ("/test.txt", {}, {"range": "bytes=0-9"}, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        ("/", {"lifecycle": ""}, {}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/", {"prefix": "J", "max-keys": "2"}, {}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_published_examples(path: str, query: dict[str, str], extra: dict[str, str], signature: str) -> None:
    headers = signed(KEYS, "GET", HOST, path, query, NOW, extra)
    assert headers["authorization"].endswith(f"Signature={signature}")


def test_paths_are_encoded_once() -> None:
    assert encoded_path("/b/a b+ü.txt") == "/b/a%20b%2B%C3%BC.txt"


def test_the_secret_is_not_shown() -> None:
    assert KEYS.secret not in repr(KEYS)

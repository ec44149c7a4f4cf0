"""Texts that look like secrets, put together here so that no file of ours holds one."""

from __future__ import annotations

TOKENS = {
    "@VAULT@": "hvs." + "CAESIJ0notARealTokenButItLooksLikeOne0",
    "@OPENBAO@": "s." + "0notARealTokenButLooks24",
    "@CLOUD@": "AKIA" + "IOSFODNN7EXAMPLE",
    "@FORGE@": "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345",
    "@HEX@": "9b1deb4d3b7d4bad" + "9bdd2b0d7b3dcb6d",
    "@BASE64@": "Zm9vYmFyYmF6cXV4" + "Q29ycmVjdEhvcnNlQmF0dGVyeTEyMw",
    "@PEM@": "-----BEGIN " + "PRIVATE KEY-----",
    "@URL@": "http://admin:" + "hunter2@localhost:8080",
    "@WORD@": "hunter2",
}


def with_tokens(text: str) -> str:
    """The text with each `@NAME@` replaced."""
    for name, token in TOKENS.items():
        text = text.replace(name, token)
    return text

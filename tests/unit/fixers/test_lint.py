"""The suite's lint about repairing: who asks does not write."""

from __future__ import annotations

import pytest

from tests.lint import writing


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("with postgresql.connected(a, b, c, write=True) as x: pass", "postgresql.connected may write"),
        ("postgresql.connected(a, b, c, write=flag)", "postgresql.connected may write"),
        ("client.sys.submit_unseal_key(key=key)", "client.sys.submit_unseal_key changes the platform"),
    ],
)
def test_a_client_that_writes_is_refused_outside_fixers(source: str, said: str) -> None:
    ((line, reason),) = writing(source)
    assert (line, reason.partition(":")[0]) == (1, said)


def test_who_asks_may_ask() -> None:
    assert not list(writing("postgresql.connected(a, b, c, write=False); file.write(x); vault.seal(expected)"))

"""Which paths BotServer asks for a bot's secret, and in which order. Source: guide; BotServer, secrets manager."""

from __future__ import annotations

from fixtures.expectations.vault import Resolution
from tests.unit.environments import environment


def test_the_most_specific_first() -> None:
    vault = environment().vault
    sales = Resolution(container="vault", name="sales", organization="acme", bot="b1")
    assert list(vault.levels(sales).items()) == [
        ("bot", "gbo/orgs/acme/bots/b1/email"),
        ("default", "gbo/bots/default/email"),
        ("global", "gbo/email"),
    ]

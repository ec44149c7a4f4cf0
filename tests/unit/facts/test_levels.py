"""Which paths BotServer asks for a bot's secret, and in which order. Source: guide; BotServer, secrets manager."""

from __future__ import annotations

from fixtures.environment import load
from fixtures.expectations.vault import Resolution


def test_the_most_specific_first() -> None:
    vault = load("lab", variables={}).environment.vault
    sales = Resolution(container="vault", name="sales", organization="acme", bot="b1")
    assert list(vault.levels(sales).items()) == [
        ("bot", "gbo/orgs/acme/bots/b1/email"),
        ("default", "gbo/bots/default/email"),
        ("global", "gbo/email"),
    ]

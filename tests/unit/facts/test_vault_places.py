"""The addresses in a secret, as they are looked up."""

from __future__ import annotations

import pytest

from fixtures.facts.vault_places import through_proxy, written
from fixtures.parsers.vault_secret import Secret
from tests.unit.environments import environment

KEYS = ("host", "port", "url")


def of(**values: object) -> dict[str, str]:
    return written(Secret("gbo/tables", values), KEYS)


def test_host_and_port_are_one_address_and_the_url_another() -> None:
    url = "postgres://bot:hunter2@10.0.9.11:5432/bot"
    assert of(host="tables", port="5432", url=url) == {"url": url, "host and port": "tcp://tables:5432"}
    assert of(host="fd00::1", port="6379") == {"host and port": "tcp://[fd00::1]:6379"}
    assert of(host="tables") == {"host": "tcp://tables"}


def test_what_is_not_declared_or_no_text_is_no_address() -> None:
    assert written(Secret("gbo/llm", {"host": "llm", "url": ""}), ("url",)) == {}
    assert of(host=5, port="5432") == {}


@pytest.mark.parametrize(
    ("url", "through"),
    [
        ("https://alm.lab.test", True),
        ("https://alm.lab.test:443/api", True),
        ("http://alm.lab.test:80/", True),
        ("https://alm.lab.test:4747/", False),
        ("https://chat.lab.test/", False),
        ("https://elsewhere.lab.test/", False),
        ("https://[alm.lab.test", False),
    ],
)
def test_a_site_of_the_proxy_leads_to_what_is_behind_it(url: str, through: bool) -> None:
    env = environment()
    assert through_proxy(env, url, env.alm.servers.values()) == through

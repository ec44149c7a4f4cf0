"""What a site may say of its mail, its proxy and its model servers: the examples of base.toml, and what they ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.register import every, resolve
from tests.unit.expectations.site import build

MAIL = """
[containers.email.listeners."25"]
process = "master"
unit = "postfix"
speaks = "smtp"
[containers.email.listeners."143"]
process = "dovecot"
unit = "dovecot"
speaks = "imap"
[tls.endpoints.smtp]
container = "email"
port = 25
server_name = "mail.lab.test"
starttls = "smtp"
[email.submissions.smtp]
container = "email"
port = 25
starttls = true
auth = false
server_name = "mail.lab.test"
[email.mailboxes.imap]
container = "email"
port = 143
starttls = true
login = false
[email.mailboxes.imaps]
user_key = "imap_user"
password_key = "imap_password"
"""
SITES = """
[proxy.sites.plain]
container = "proxy"
host = "www.lab.test"
port = 80
status = 308
location = "https://www.lab.test/"
[proxy.sites.chat]
status = 302
"""
LLAMAS = """
[containers.llm.listeners."8082"]
process = "llama-server"
unit = "llama"
speaks = "http"
[llm.servers.embedding]
container = "llm"
port = 8082
ready_path = "/health"
"""


def _load(root: Path, local: str) -> Environment:
    return load("lab", root=build(root, local.encode()), variables={}).environment


def _needs(env: Environment, id: str) -> set[str]:
    list(every())
    check, subject = resolve(env, id)
    return set(check.needed(env, subject))


def test_smtp_without_a_login_and_imap_with_starttls(tmp_path: Path) -> None:
    env = _load(tmp_path, MAIL)
    smtp, imap, imaps = env.email.submissions["smtp"], env.email.mailboxes["imap"], env.email.mailboxes["imaps"]
    assert smtp.manners == {"greeting": 220, "tls": True, "auth_plain": False, "auth_tls": False}
    assert imap.answer == {"greeting": "OK", "tls": True, "accepted": None}
    assert imaps.answer == {"greeting": "OK", "tls": True, "accepted": True}
    assert (imaps.user_key, imaps.password_key) == ("imap_user", "imap_password")
    assert _needs(env, "email.submission.offers[email:25]") == {"containers.port.answers[email:25]"}
    assert "email.submission.offers[email:25]" in _needs(env, "tls.certificate.valid[email:25:smtp]")
    assert _needs(env, "email.imap.answers[imap]") == {"containers.port.answers[email:143]"}
    assert "vault.secret.present[gbo-email]" in _needs(env, "email.imap.answers[imaps]")


def test_a_redirect_over_plain_http(tmp_path: Path) -> None:
    env = _load(tmp_path, SITES)
    plain = env.proxy.sites["plain"]
    assert plain.url == "http://www.lab.test/"
    assert plain.answer == {"status": 308, "location": "https://www.lab.test/"}
    assert _needs(env, "proxy.site.answers[plain]") == {"containers.port.answers[proxy:80]"}
    assert env.proxy.sites["chat"].answer == {"status": 302}


def test_a_site_at_a_port_that_nobody_declares_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExpectationError, match="proxy has no such listener"):
        _load(tmp_path, SITES.replace("port = 80", "port = 81"))


def test_two_model_servers_in_one_container(tmp_path: Path) -> None:
    env = _load(tmp_path, LLAMAS)
    check, _ = resolve(env, "llm.server.ready[llm]")
    assert {each.id for each in check.subjects(env)} == {"llm", "embedding"}
    assert _needs(env, "llm.server.ready[embedding]") == {"containers.port.answers[llm:8082]"}


def test_a_site_over_tls_may_name_its_port(tmp_path: Path) -> None:
    assert _load(tmp_path, "[proxy.sites.chat]\nport = 443\n").proxy.sites["chat"].port == 443

from __future__ import annotations

import datetime as dt
import json

import pytest

from lab.standins.zitadel import errors, fields
from lab.standins.zitadel.config import Config
from lab.standins.zitadel.errors import Refusal
from lab.standins.zitadel.store import password_hash, token_hash

ENV = {
    "ZITADEL_PORT": "9000",
    "ZITADEL_EXTERNALDOMAIN": "Login.lab.test",
    "ZITADEL_DATABASE_POSTGRES_HOST": "10.0.9.11",
    "ZITADEL_DATABASE_POSTGRES_PORT": "5432",
    "ZITADEL_DATABASE_POSTGRES_DATABASE": "zitadel",
    "ZITADEL_DATABASE_POSTGRES_USER_USERNAME": "zitadel",
    "ZITADEL_DATABASE_POSTGRES_USER_PASSWORD": "not-shown",
    "ZITADEL_FIRSTINSTANCE_PATPATH": "/x/admin-pat.txt",
    "STANDIN_RENEWAL_PATPATH": "/x/renewal-pat.txt",
    "STANDIN_PAT_DAYS": "90",
    "STANDIN_RENEWAL_PAT_DAYS": "365",
}


def test_config() -> None:
    config = Config.read(ENV)
    assert (config.port, config.domain, config.token_days) == (9000, "login.lab.test", 90)
    assert "not-shown" not in repr(config)


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(KeyError, match="ZITADEL_PORT"):
        Config.read({})


def test_every_bad_token_gets_the_same_answer() -> None:
    reply = errors.bad_token().reply()
    body = json.loads(reply.body)
    assert reply.status == 401
    assert (body["code"], body["message"]) == (16, "Errors.Token.Invalid (AUTH-7fs1e)")


def test_a_wrong_host_is_404_with_code_5() -> None:
    reply = errors.no_instance("10.0.9.14", "login.lab.test").reply()
    body = json.loads(reply.body)
    assert (reply.status, body["code"]) == (404, 5)
    assert body["message"].startswith("unable to set instance using origin {10.0.9.14 https}")
    assert "Instance not found" in body["message"]


def test_the_guides_domain_name_field_is_unknown() -> None:
    with pytest.raises(Refusal, match='unknown field "domainName"'):
        fields.known({"domainName": "x"}, "domain")


@pytest.mark.parametrize("value", [None, "", 7, "tomorrow", "2001-01-01T00:00:00Z", "2999-01-01T00:00:00"], ids=repr)
def test_expiry_must_be_a_time_to_come(value: object) -> None:
    with pytest.raises(Refusal):
        fields.moment({"expirationDate": value}, "expirationDate")


def test_expiry() -> None:
    found = fields.moment({"expirationDate": "2999-01-01T00:00:00Z"}, "expirationDate")
    assert fields.rfc3339(found) == "2999-01-01T00:00:00Z"
    assert fields.rfc3339(None) is None
    assert fields.rfc3339(dt.datetime(2026, 1, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2)))) == (
        "2026-01-01T00:00:00Z"
    )


@pytest.mark.parametrize(("value", "found"), [(5, 5), ("6", 6)])
def test_numbers_may_be_text(value: object, found: int) -> None:
    assert fields.number({"limit": value}, "limit", 100) == found


@pytest.mark.parametrize("value", [True, -1, "x", 1.5, None], ids=repr)
def test_other_numbers_are_refused(value: object) -> None:
    with pytest.raises(Refusal):
        fields.number({"limit": value}, "limit", 100)


def test_secrets_are_kept_as_hashes() -> None:
    assert len(token_hash("t")) == 64
    assert password_hash("p") != password_hash("p")
    assert "p$" not in password_hash("p").removeprefix("scrypt$")

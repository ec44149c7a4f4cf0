"""Caddy's configuration as `caddy adapt` of version 2.11.7 gives it, of the Caddyfiles that people have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fixtures.parsers import caddy, caddy_headers
from fixtures.parsers.caddy_headers import ASKED, CLAIMED, CLIENT, OWN, REMOVED, SCHEME

GOLDEN = Path(__file__).parent / "golden" / "caddy"
RUN = ["/opt/gbo/bin/caddy", "run", "--config", "/opt/gbo/conf/config"]


def adapted(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("host", "dials"),
    [
        ("a.example.test", ["10.0.2.11:8080", "10.0.2.12:8080"]),
        ("b.example.test", ["unix//run/app.sock"]),
        ("c.example.test", ["10.0.2.13:7880"]),
        ("d.example.test", ["minio.internal:443"]),
        ("e.example.test", [":5858"]),
        ("g.example.test", ["{env.UP_HOST}:8080"]),
        ("h.example.test", ["10.0.2.14:9000", "10.0.2.14:9001", "10.0.2.14:9002"]),
        ("i.example.test", ["10.0.2.16:80"]),
        ("other.wild.example.test", ["10.0.2.16:80"]),
        ("two.other.wild.example.test", []),
        ("example.test", []),
    ],
)
def test_what_is_dialled_for_a_name(host: str, dials: list[str]) -> None:
    assert [dial for each in caddy.proxied(adapted("upstreams"), host) for dial in each.dials] == dials


@pytest.mark.parametrize(
    ("host", "seen"),
    [
        ("nothing.example.test", (ASKED, CLAIMED, SCHEME)),
        ("right.example.test", (ASKED, CLIENT, SCHEME)),
        ("port.example.test", (ASKED, "the client's address with its port", SCHEME)),
        ("tls.example.test", (OWN, CLIENT, SCHEME)),
        ("semicolon.example.test", (ASKED, CLIENT, REMOVED)),
    ],
)
def test_what_the_upstream_sees(host: str, seen: tuple[str, ...]) -> None:
    (block,) = caddy.proxied(adapted("headers"), host)
    assert caddy_headers.seen(block, (2, 11)) == caddy_headers.Seen(*seen)


def test_an_older_caddy_gives_an_upstream_over_tls_the_clients_host() -> None:
    (block,) = caddy.proxied(adapted("headers"), "tls.example.test")
    assert caddy_headers.seen(block, caddy_headers.version("v2.10.2 h1:abc=")).host == ASKED
    with pytest.raises(ValueError, match="no version"):
        caddy_headers.version("(devel)")


def test_a_name_inside_a_wildcards_block() -> None:
    for name, dial in (("a", "10.0.2.21:80"), ("b", "10.0.2.22:80")):
        found = caddy.proxied(adapted("headers"), f"{name}.wild.example.test")
        assert [each.dials for each in found] == [(dial,)]


def test_the_files_that_it_needs() -> None:
    assert caddy.files_read(adapted("missing-certificate")) == (
        "/opt/gbo/conf/proxy/none.crt",
        "/opt/gbo/conf/proxy/none.key",
    )
    assert caddy.files_written(adapted("with-log")) == ("/opt/gbo/logs/chat-access.log",)
    inside = {"load_pem": [{"certificate": "-----BEGIN CERTIFICATE-----\n", "key": "-----BEGIN KEY-----\n"}]}
    stored = {"load_storage": [{"certificate": "a/b.crt", "key": "a/b.key"}], "limit": {"key": "static"}}
    assert caddy.files_read([inside, stored]) == ()
    assert caddy.files_read(None) == caddy.files_written(None) == ()


@pytest.mark.parametrize(
    ("arguments", "file", "adapter"),
    [
        ([*RUN, "--adapter", "caddyfile"], "/opt/gbo/conf/config", "caddyfile"),
        ([*RUN, "--adapter=yaml"], "/opt/gbo/conf/config", "yaml"),
        (RUN, "/opt/gbo/conf/config", ""),
        (RUN, "/etc/caddy/Caddyfile", "caddyfile"),
        (RUN, "/etc/caddy/Caddyfile.json", ""),
        (RUN, "/etc/caddy/site.caddyfile", "caddyfile"),
    ],
)
def test_how_a_file_is_read(arguments: list[str], file: str, adapter: str) -> None:
    assert caddy.adapter(arguments, file) == adapter


def test_why_it_was_refused() -> None:
    warned = '{"level":"warn","msg":"Caddyfile input is not formatted"}\n'
    why = "/opt/gbo/conf/config:2: unrecognized directive: reverse_prox"
    assert caddy.refusal(f"{warned}Error: {why}\n") == why  # older ones
    assert caddy.refusal(f'{warned}{{"level":"error","ts":1795943303.2,"msg":"{why}"}}\n') == why
    assert caddy.refusal("exec: no such file\n") == "exec: no such file"


def test_where_its_administration_is() -> None:
    assert caddy.administration(adapted("headers")) == "/run/caddy/admin.sock"
    assert caddy.administration(adapted("upstreams")) == caddy.administration(None) == ""


def test_differences_are_places_without_values() -> None:
    one, other = adapted("headers"), adapted("headers")
    assert caddy.differences(one, other) == ()
    other["apps"]["http"]["servers"]["srv0"]["listen"] = [":8443"]
    other["apps"]["tls"] = {"secret": "hunter2"}
    assert caddy.differences(one, other) == ("apps.http.servers.srv0.listen[0]", "apps.tls")
    assert caddy.differences({}, []) == ("everything",)


@pytest.mark.parametrize(
    ("config", "files"),
    [
        (
            {"apps": {"tls": {"certificates": {"load_files": [{"certificate": "/a.crt", "key": "/a.key"}]}}}},
            ("/a.crt",),
        ),
        ({"apps": {"tls": {"certificates": {"automate": ["a.example.test"]}}}}, ()),
        ({"apps": {"tls": None}}, ()),
        (None, ()),
    ],
)
def test_the_certificates_that_it_is_handed(config: Any, files: tuple[str, ...]) -> None:
    assert caddy.certificates(config) == files


@pytest.mark.parametrize(
    ("before", "dials"),
    [
        ([{"handle": [{"handler": "static_response", "body": "Back soon"}]}], []),
        ([{"handle": [{"handler": "subroute", "routes": [{"handle": [{"handler": "static_response"}]}]}]}], []),
        ([{"match": [{"path": ["/down"]}], "handle": [{"handler": "static_response"}]}], ["10.0.2.11:8080"]),
        ([{"handle": [{"handler": "headers"}]}], ["10.0.2.11:8080"]),
    ],
)
def test_behind_a_page_of_its_own_nothing_is_dialled(before: list[Any], dials: list[str]) -> None:
    proxy = {"handle": [{"handler": "reverse_proxy", "upstreams": [{"dial": "10.0.2.11:8080"}]}]}
    block = {"match": [{"host": ["a.test"]}], "handle": [{"handler": "subroute", "routes": [*before, proxy]}]}
    config = {"apps": {"http": {"servers": {"srv0": {"routes": [block]}}}}}
    assert [dial for each in caddy.proxied(config, "a.test") for dial in each.dials] == dials


def test_of_one_route_as_well() -> None:
    proxy = {"handler": "reverse_proxy", "upstreams": [{"dial": "10.0.2.11:8080"}]}
    route = {"match": [{"host": ["a.test"]}], "handle": [{"handler": "static_response"}, proxy]}
    assert caddy.proxied({"apps": {"http": {"servers": {"srv0": {"routes": [route]}}}}}, "a.test") == ()

"""Whatever a server says, a fact returns it or has no answer: nothing else is raised, and garbage passes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures.errors import Unanswered
from fixtures.expectations.drive import DriveServer
from fixtures.expectations.email import Mailbox, Submission
from fixtures.expectations.endpoint import HttpService
from fixtures.expectations.proxy import Site
from fixtures.expectations.system import Cache, HealthUrl
from fixtures.facts.drive import DriveFacts
from fixtures.facts.email import EmailFacts
from fixtures.facts.llm import LlmFacts
from fixtures.facts.meet import MeetFacts
from fixtures.facts.proxy import ProxyFacts
from fixtures.facts.system import SystemFacts
from fixtures.facts.vectordb import VectordbFacts
from fixtures.verdict.check import assert_matches
from fixtures.verdict.matching import Mismatch
from tests.unit.facts.told import Saying, room, saying

EXAMPLES = settings(
    max_examples=2 * settings().max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = [
    *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 503 No\r\n", b"HTTP/1.0 101 X\r\n", b"HTTP/1.1 302 F\r\nLocation: //[\r\n"),
    *(b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"\r\n\r\n", b"\r\n"),
    *(b"Set-Cookie: =;;\xff\r\n", b"Date: x\r\n", b"Content-Type: text/x; charset=no\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    *(b'{"status":', b'"ok"}', b'"healthy","database":true}', b"[" * 5000, b"9" * 5000, b'"\\ud800"}', b"null", b"{}"),
    *(b"<Error><Code>", b"</Code></Error>", b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE a [", b"<a/>"),
    *(b"220 x\r\n", b"220-x\r\n", b"250-AUTH\r\n", b"250 AUTH=PLAIN\r\n", b"554 no\r\n", b"421\r\n", b"334 \r\n"),
    *(
        b"* OK hi\r\n",
        b"* BYE\r\n",
        b"* PREAUTH x\r\n",
        b"a OK done\r\n",
        b"a NO [ALERT] x\r\n",
        b"+ \r\n",
        b"a BAD\r\n",
    ),
    *(b"* CAPABILITY AUTH=PLAIN LOGINDISABLED\r\n", b"* OK [ALERT]\r\n", b"a NO [UNAVAILABLE] x\r\n", b"* 1 {9}\r\n"),
    *(
        b"+OK\r\n",
        b"+PONG\r\n",
        b"-LOADING x\r\n",
        b"-\r\n",
        b"-ERR\r\n",
        b"$3\r\nabc\r\n",
        b"+PONG",
        b"\r",
        b"\n",
        b"\0",
    ),
]
NEAR = st.lists(st.sampled_from(WORDS) | st.binary(max_size=20), max_size=8).map(b"".join)

Probe = Callable[[int], tuple[object, Any]]
"""Asks the port, and returns what is declared and what was found."""


def _http(port: int) -> dict[str, Any]:
    return {"container": "here", "key": "x", "port": port}


def _cache(port: int) -> tuple[object, Any]:
    return {"answer": "PONG", "anonymous": False}, room(SystemFacts).cache(Cache(**_http(port), secret="gbo/cache"))


def _submission(port: int) -> tuple[object, Any]:
    expected = Submission(**_http(port), starttls=True)
    return expected.manners, room(EmailFacts).submission(expected)


def _mailbox(port: int) -> tuple[object, Any]:
    expected = Mailbox(**_http(port))
    return expected.answer, room(EmailFacts).mailbox(expected)


def _login(port: int) -> tuple[object, Any]:
    return {"accepted": True, "anonymous": False}, room(DriveFacts).login(DriveServer(**_http(port)))


def _quorum(port: int) -> tuple[object, Any]:
    return {"status": 200, "quorum": True}, room(DriveFacts).quorum(DriveServer(**_http(port)))


def _key(port: int) -> tuple[object, Any]:
    expected = HttpService(**_http(port), ready_path="/")
    return {"accepted": True, "anonymous": False}, room(VectordbFacts).key(expected)


def _vectordb(port: int) -> tuple[object, Any]:
    expected = HttpService(**_http(port), ready_path="/readyz", body="all shards are ready")
    return expected.ready, room(VectordbFacts).ready(expected)


def _meet(port: int) -> tuple[object, Any]:
    expected = HttpService(**_http(port), ready_path="/", body="OK")
    return expected.ready, room(MeetFacts).ready(expected)


def _llm(port: int) -> tuple[object, Any]:
    expected = HttpService(**_http(port), ready_path="/health")
    found = room(LlmFacts).ready(expected)
    assert isinstance(found.message, str)
    return expected.ready | {"state": "ok"}, found


def _health(port: int) -> tuple[object, Any]:
    url = HealthUrl(**_http(port), name="internal")
    return {"http": 200, "status": "healthy", "database": True}, room(SystemFacts).health(url)


def _site(port: int) -> tuple[object, Any]:
    site = Site(container="here", name="x", host="x.lab.test", port=port)
    return site.answer, room(ProxyFacts).site(site)


PROBES = [_cache, _submission, _mailbox, _login, _quorum, _key, _vectordb, _meet, _llm, _health, _site]


@pytest.fixture(scope="module")
def server() -> Iterator[Saying]:
    with saying() as server:
        yield server


def _passes(server: Saying, probe: Probe, answer: bytes) -> bool:
    server.answer = answer
    try:
        declared, found = probe(server.port)
        assert_matches("x", declared, found, found.said if hasattr(found, "said") else "")  # type: ignore[arg-type]
    except (Unanswered, Mismatch):
        return False
    return True


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.__name__.strip("_"))
@EXAMPLES
@given(answer=st.binary(max_size=300))
@example(answer=b"")
@example(answer=b"\n" * 5)
@example(answer=b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 200000)
@example(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
@example(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")
def test_garbage_passes_nothing(server: Saying, probe: Probe, answer: bytes) -> None:
    page = probe is _site and b" 200" in answer.partition(b"\n")[0]  # any page at all is what a site is asked for
    assert page or not _passes(server, probe, answer)


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.__name__.strip("_"))
@EXAMPLES
@given(answer=NEAR)
def test_what_is_nearly_the_protocol_raises_nothing_else(server: Saying, probe: Probe, answer: bytes) -> None:
    _passes(server, probe, answer)

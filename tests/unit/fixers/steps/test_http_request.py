"""The contract of a request with a secret in it: done, undone, killed anywhere; the secret is sent and never shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.plan import Plan
from fixers.steps import HttpRequest, load
from fixtures.environment import load as environment
from fixtures.facts.cache import Facts
from fixtures.masking import mask
from tests.contract import plan_of, prove
from tests.unit.fixers.steps.here import HereAccess, run_script

SECRET = """p"w\\d'$HOME `id` $(id) %s &<end>"""
TOKEN = 'tok-$1-\\n-"x"'
BODY = json.dumps({"user": {"name": "it's $$5 $passwords \\ `a`", "password": "$password"}, "size": 3})


class Service(ThreadingHTTPServer):
    """Keeps what it is PUT, and tells by 200 or 404 whether there is something; a wrong token is refused."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: object = None
        self.puts = 0


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.answer(200 if self.server.kept else 404)

    def do_PUT(self) -> None:
        self.server.puts += 1
        self.keep(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_DELETE(self) -> None:
        self.keep(None)

    def keep(self, value: object) -> None:
        if self.headers["X-Token"] != f"Bearer {TOKEN}":
            self.answer(403)
            return
        self.server.kept = value
        self.answer(204)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def hands(service: Service) -> Hands:
    """Hands whose directory server is the service."""
    env = environment("lab").environment
    server = env.directory.servers["directory"].model_copy(update={"port": service.server_port, "tls": False})
    room = env.directory.model_copy(update={"servers": {"directory": server}})
    access: Any = HereAccess()
    return Hands(access, Facts(env.model_copy(update={"directory": room}), access))


def step_of(service: Service, folder: Path) -> HttpRequest:
    (folder / "password").write_text(SECRET)
    (folder / "token").write_text(TOKEN)
    return HttpRequest(
        "set the password",
        "here",
        "directory.servers.directory",
        f"http://127.0.0.1:{service.server_port}",
        ("PUT", "/users/1", BODY),
        back=("DELETE", "/users/1", ""),
        headers=(("X-Token", "Bearer $token"),),
        secrets=(("password", f"file:here:{folder}/password"), ("token", f"file:here:{folder}/token")),
        proof=("/users/1", 200),
    )


def test_the_contract_with_a_secret_that_nobody_sees(hands: Hands, service: Service, tmp_path: Path) -> None:
    step = step_of(service, tmp_path)
    prove(step, hands, lambda: service.kept, tmp_path)
    step.do(hands, step.intend(hands))
    assert service.kept == {"user": {"name": "it's $$5 $passwords \\ `a`", "password": SECRET}, "size": 3}
    assert load(json.loads(json.dumps(step.data()))) == step
    told = [*plan_of(step).lines(), plan_of(step).script(), json.dumps(step.data())]
    told += [path.read_text() for path in tmp_path.glob("*.jsonl")]
    assert not any(piece in text for text in told for piece in (SECRET, TOKEN, json.dumps(SECRET)))
    assert mask(f"x{SECRET}x{TOKEN}") == "x***x***", "what was read is masked from then on"


def test_what_took_effect_is_not_sent_again(hands: Hands, service: Service, tmp_path: Path) -> None:
    step = step_of(service, tmp_path)
    intent = step.intend(hands)
    for _ in range(2):
        step.do(hands, intent)
    assert service.puts == 1
    with pytest.raises(AssertionError, match="a POST is sent twice after a kill"):
        HttpRequest("make it", "here", "directory.servers.directory", "http://x", ("POST", "/users", "{}"))


def test_a_refusal_is_told_without_what_was_sent(hands: Hands, service: Service, tmp_path: Path) -> None:
    step = step_of(service, tmp_path)
    (tmp_path / "token").write_text("another")
    with pytest.raises(StepFailed, match=r"PUT /users/1 at directory.servers.directory was answered 403") as refused:
        step.do(hands, step.intend(hands))
    assert SECRET not in str(refused.value)


def test_the_script_sends_the_same_and_no_process_is_given_the_secret(service: Service, tmp_path: Path) -> None:
    step = step_of(service, tmp_path)
    plan = Plan("lab", "directory.new_pat", "directory.pat.valid[directory]", "secrets", (step,), 0.0)
    status, said, _ = run_script(plan.script(), tmp_path)
    assert status != 0, "a secret that nobody filled is asked for"
    assert "fill it first, from file:here" in said
    status, said, given = run_script(plan.script(), tmp_path, password=SECRET, token=TOKEN)
    assert (status, said) == (0, "")
    assert service.kept == {"user": {"name": "it's $$5 $passwords \\ `a`", "password": SECRET}, "size": 3}
    assert "/users/1" in given
    assert not any(piece in given for piece in ('p"w', "tok-", "Bearer"))


def test_the_journal_holds_no_secret_after_a_failure(hands: Hands, service: Service, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    step = step_of(service, tmp_path)
    step.do(hands, step.intend(hands))
    journal.add("outcome", reason=f"the server said {SECRET} and {TOKEN}")
    assert SECRET[:4] not in journal.path.read_text()

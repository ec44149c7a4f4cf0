"""The contract of making a token: done, undone, killed anywhere; the token stands in its file, and nowhere else."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fixers import execution
from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.steps import AccessToken, kept, load
from fixtures.environment import load as environment
from fixtures.facts.cache import Facts
from tests.contract import plan_of, prove
from tests.unit.fixers.steps.here import HereAccess, run_script

USER = "312345678901234567"
RENEWAL, FORMER = "of-another-user-9s8d7f6g", "the-former-one-4k3j2h1g"
PATS = f"/v2/users/{USER}/pats"


class Directory(ThreadingHTTPServer):
    """Keeps one user's tokens, as Zitadel does: what a token is, it says once."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.tokens: dict[str, tuple[str, str]] = {}


class Handler(BaseHTTPRequestHandler):
    server: Directory

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {RENEWAL}" or self.headers["Host"] != "login.lab.test":
            self.answer(401, {"message": "Errors.Token.Invalid (AUTH-7fs1e)"})
        elif self.path == PATS:
            id, token = str(10**17 + len(self.server.tokens)), secrets.token_urlsafe(24)
            self.server.tokens[id] = (asked["expirationDate"], token)
            self.answer(200, {"creationDate": "2026-11-29T00:00:00Z", "tokenId": id, "token": token})
        else:
            result = [{"id": id, "expirationDate": ends} for id, (ends, _) in self.server.tokens.items()]
            self.answer(200, {"result": result} if result else {})

    def do_DELETE(self) -> None:
        del self.server.tokens[self.path.removeprefix(f"{PATS}/")]
        self.answer(200, {})

    def answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def directory() -> Iterator[Directory]:
    with Directory() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def hands(directory: Directory) -> Hands:
    """Hands whose directory is the one above."""
    env = environment("lab").environment
    server = env.directory.servers["directory"].model_copy(update={"port": directory.server_port, "tls": False})
    room = env.directory.model_copy(update={"servers": {"directory": server}})
    access: Any = HereAccess()
    return Hands(access, Facts(env.model_copy(update={"directory": room}), access))


@pytest.fixture
def step(directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AccessToken:
    monkeypatch.setattr(kept, "FOLDER", str(tmp_path / "backups"))
    (tmp_path / "renewal").write_text(f"{RENEWAL}\n")
    url, path = f"http://localhost:{directory.server_port}", str(tmp_path / "pat.txt")
    return AccessToken(
        "make it", "here", "directory.servers.directory", url, "login.lab.test", USER, 90,
        str(tmp_path / "renewal"), path, "root", "600",
    )  # fmt: skip


def token_file(step: AccessToken) -> Path:
    return Path(step.path)


@pytest.mark.parametrize("former", [f"{FORMER}\n", None], ids=["in the place of one", "where there was none"])
def test_done_undone_and_killed_anywhere(
    hands: Hands, directory: Directory, step: AccessToken, tmp_path: Path, former: str | None
) -> None:
    file = token_file(step)
    if former:
        file.write_text(former)
        file.chmod(0o644)

    def look() -> object:
        whose = former if file.exists() and file.read_text() == former else file.exists()
        return (
            whose,
            file.exists() and oct(file.stat().st_mode),
            file.with_name("pat.txt.id").exists(),
            len(directory.tokens),
        )

    assert load(json.loads(json.dumps(step.data()))) == step
    directory.tokens["1"] = ("2027-01-01T00:00:00Z", "another one of that user")
    prove(step, hands, look, tmp_path)
    assert set(directory.tokens) == {"1"}
    assert not list(tmp_path.glob("*.gbo-*"))


def test_where_it_stands(hands: Hands, directory: Directory, step: AccessToken, tmp_path: Path) -> None:
    file = token_file(step)
    file.write_text(FORMER)
    journal = Journal(tmp_path / "journal.jsonl")
    plan = plan_of(step)
    attempt = execution.begin(plan, "found", journal)
    execution.carry_out(attempt, hands, journal)
    ((_, made),) = directory.tokens.values()
    assert file.read_text() == f"{made}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    (copy,) = (tmp_path / "backups").iterdir()
    assert (copy.read_text(), copy.stat().st_mode & 0o777) == (FORMER, 0o600)
    (id,) = directory.tokens
    assert file.with_name("pat.txt.id").read_text() == f"{hashlib.sha256(made.encode()).hexdigest()} {id}\n"
    told = [*plan.lines(), plan.script(), (tmp_path / "journal.jsonl").read_text()]
    assert not any(secret in each for each in told for secret in (made, FORMER, RENEWAL))


def test_one_that_an_earlier_repair_made_is_renewed_as_well(
    hands: Hands, directory: Directory, step: AccessToken
) -> None:
    file = token_file(step)
    file.write_text(FORMER)
    step.do(hands, step.intend(hands))
    ((id, (_, made)),) = directory.tokens.items()
    directory.tokens[id] = ("2026-12-02T00:00:00Z", made)
    intent = step.intend(hands)
    step.do(hands, intent)
    assert file.read_text() not in (f"{made}\n", FORMER)
    assert step.undo(hands, intent)
    assert file.read_text() == f"{made}\n"
    assert set(directory.tokens) == {id}


def test_without_its_copy_a_token_is_not_taken_away(hands: Hands, step: AccessToken, tmp_path: Path) -> None:
    file = token_file(step)
    file.write_text(FORMER)
    intent = step.intend(hands)
    step.do(hands, intent)
    made = file.read_text()
    (copy,) = (tmp_path / "backups").iterdir()
    copy.unlink()
    with pytest.raises(StepFailed, match=r"pat\.txt.* is gone"):
        step.undo(hands, intent)
    assert file.read_text() == made


def test_what_somebody_wrote_since_is_left(hands: Hands, step: AccessToken) -> None:
    file = token_file(step)
    file.write_text(FORMER)
    intent = step.intend(hands)
    file.write_text("of somebody else")
    for act in (step.do, step.undo):
        with pytest.raises(StepFailed, match="was changed by somebody since"):
            act(hands, intent)
    assert file.read_text() == "of somebody else"


def test_a_refusal_changes_nothing(hands: Hands, directory: Directory, step: AccessToken, tmp_path: Path) -> None:
    token_file(step).write_text(FORMER)
    (tmp_path / "renewal").write_text("one that has ended")
    with pytest.raises(StepFailed, match=r"was answered 401 .*Errors\.Token\.Invalid") as refused:
        step.intend(hands)
    assert "one that has ended" not in str(refused.value)
    assert (token_file(step).read_text(), directory.tokens) == (FORMER, {})


def test_the_script_does_the_same(directory: Directory, step: AccessToken, tmp_path: Path) -> None:
    file = token_file(step)
    file.write_text(FORMER)
    status, said, given = run_script(plan_of(step).script(), tmp_path)
    assert (status, said.strip()) == (0, next(iter(directory.tokens)))
    ((ends, made),) = directory.tokens.values()
    assert ends.endswith("T00:00:00Z")
    assert file.read_text() == f"{made}\n"
    assert not any(secret in said + given for secret in (made, FORMER, RENEWAL))
    (tmp_path / "renewal").write_text("one that has ended")
    assert run_script(plan_of(step).script(), tmp_path)[0] != 0
    assert file.read_text() == f"{made}\n"

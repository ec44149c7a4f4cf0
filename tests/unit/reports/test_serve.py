"""A folder of records over real HTTP on loopback: pages, monitors, and everything that is refused."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from prometheus_client.parser import text_string_to_metric_families

from reports.__main__ import main
from reports.formats import FORMATS, render
from reports.line import AnyLine, RunLine
from reports.record import read
from reports.serving import shelf as shelves
from reports.serving.peer import owner
from reports.serving.routes import Site
from reports.serving.server import Server
from tests.unit.reports.varied import CAUSE, every_verdict, hostile
from tests.unit.reports.written import attestation, check, end, framework, run, statement, write

DAY = dt.timedelta(days=1)
EVIL = '<script>alert("x")</script>/..'


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Client:
    def __init__(self, server: Server) -> None:
        self.port = server.server_port

    def get(self, path: str, method: str = "GET", host: str | None = None) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={"Host": host} if host is not None else {})
        answer = connection.getresponse()
        return Got(answer.status, dict(answer.headers), answer.read().decode())

    def raw(self, content: bytes) -> str:
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            connection.sendall(content)
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@contextmanager
def served(folder: Path, oldest: dt.timedelta = DAY, chosen: tuple[str, ...] = ()) -> Iterator[Client]:
    with Server(Site(folder, oldest, chosen), 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Client(server)
        finally:
            server.shutdown()
            thread.join()


def began(hours_ago: float, env: str = "lab") -> RunLine:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_ago)
    return run().model_copy(update={"at": at.isoformat(), "env": env})


def green(hours_ago: float = 0, env: str = "lab") -> list[AnyLine]:
    return [began(hours_ago, env), statement(), check(), end({"passed": 1}, exit=0)]


def part(lines: list[AnyLine], *words: str) -> list[AnyLine]:
    """The same, of a part of the suite."""
    first, *rest = lines
    return [first.model_copy(update={"selected": words}), *rest]


SMOKE = ("-m", "smoke")


def red(hours_ago: float = 0, env: str = "lab") -> list[AnyLine]:
    _, *rest, last = every_verdict()
    return [began(hours_ago, env), framework(), *rest, attestation("house:1.2"), last]


def test_the_newest_first_with_links(tmp_path: Path) -> None:
    (tmp_path / "lab/runs").mkdir(parents=True)
    write(tmp_path / "lab/runs/one.jsonl", green(3))
    write(tmp_path / "lab/runs/two.jsonl", red(2))
    write(tmp_path / "prod.jsonl", green(1, "prod"))
    (tmp_path / "other.jsonl").write_text("no record\n")
    with served(tmp_path) as client:
        page = client.get("/").text
        assert re.findall(r"<h2 id=[^>]*>(\w+) ", page) == ["lab", "prod"]
        assert re.findall(r'<td><a class="id" href="([^"]+)"', page) == [
            *("/run/lab/two", "/run/lab/one", "/run/prod/prod")
        ]
        assert "other.jsonl is no record of this suite" in page
        for link in {*re.findall(r'href="([^"]+)"', page)}:
            assert client.get(link).status == 200, link
        told = client.get("/run/lab/two").text
        assert "<h1>lab is not as declared</h1>" in told
        assert f'<span class="failed">failed</span> <span class="id">{CAUSE}</span>' in told
        assert '<th scope="row">House rules</th>' in told
        history = client.get("/history/lab").text
        row = re.search(rf'<th scope="row" class="id">{re.escape(CAUSE)}</th>(.*?)</tr>', history, re.DOTALL)
        assert row is not None
        assert re.findall(r'class="\w+" title="(\w+)"', row[1]) == ["passed", "failed"]
        changed = client.get("/compare/lab?old=one&new=two").text
        assert f"BROKE {CAUSE}: passed, failed now" in changed


def test_a_run_is_had_in_every_format(tmp_path: Path) -> None:
    lines = red()
    made = read(write(tmp_path / "r.jsonl", lines))
    with served(tmp_path) as client:
        for name in FORMATS:
            got = client.get(f"/run/lab/r/{name}")
            assert (got.status, got.text) == (200, render(name, made)), name
        assert client.get("/run/lab/r/json").headers["Content-Type"].startswith("application/json")
        assert client.get("/run/lab/r/nosuch").status == 404


HEALTH: dict[str, tuple[list[list[AnyLine]], int, str]] = {
    "green": ([green(2), green(1)], 200, "lab: ok; 1 passed; run 1 began at "),
    "red": ([green(2), red(1)], 503, "lab: red; 1 failed, 1 unknown, 1 blocked"),
    "was red": ([red(2), green(1)], 200, "lab: ok"),
    "too old": ([green(25)], 503, "lab: older than 1 day"),
    "none": ([], 503, "there is no record"),
    "not whole": (
        [[*green()[:-1], end({"passed": 1}, exit=0, missing=("t.py::x",))]],
        503,
        "lab: its run is not whole",
    ),
    "one of two": ([green(1), red(2, "prod")], 503, "prod: red"),
    "green, but of a part": (
        [part(green(1), "-k", "one")],
        503,
        "lab: there is no run of the whole suite, nor of what is declared to count; a part says nothing of the rest\n",
    ),
    "red, a green part since": ([red(2), part(green(1), "-k", "one")], 503, "lab: red; 1 failed, 1 unknown"),
    "green, a red part since": (
        [green(2), part(red(1), "-k", "one")],
        503,
        "lab: red since, where -k one was asked; 1 failed, 1 unknown, 1 blocked",
    ),
    "green, a part was red and is not": ([green(3), part(red(2), "-k", "one"), part(green(1), "-k", "one")], 200, "ok"),
    "green, a part was red before": ([part(red(3), "-k", "one"), green(2)], 200, "lab: ok"),
    "green and old, a young part": ([green(25), part(green(1), *SMOKE)], 503, "lab: older than 1 day"),
    "the newer still goes on": ([green(2), green(1)[:-1]], 200, "lab: ok; 1 passed; run 0 "),
}


@pytest.mark.parametrize("name", HEALTH)
def test_health(tmp_path: Path, name: str) -> None:
    runs, status, said = HEALTH[name]
    for number, lines in enumerate(runs):
        write(tmp_path / f"{number}.jsonl", lines)
    with served(tmp_path) as client:
        got = client.get("/healthz")
        assert got.status == status, got.text
        assert said in got.text


def test_a_declared_selection_counts(tmp_path: Path) -> None:
    write(tmp_path / "0.jsonl", green(25))
    write(tmp_path / "1.jsonl", part(green(1), *SMOKE))
    with served(tmp_path, chosen=SMOKE) as client:
        got = client.get("/healthz")
        assert (got.status, "lab: ok; 1 passed; run 1 of -m smoke began at" in got.text) == (200, True)
        assert "gbo_check_red" in client.get("/metrics").text
    with served(tmp_path) as client:
        page = client.get("/").text
        assert '<span class="id">-m smoke</span>' in page
        assert "the whole suite" in page
    write(tmp_path / "2.jsonl", part(red(0.5), "-k", "one"))
    (tmp_path / "0.jsonl").unlink()
    with served(tmp_path) as client:
        assert '<span class="unknown">none</span>, for a part' in client.get("/").text
        assert "gbo_check_red" not in client.get("/metrics").text


def test_a_plugin_counts_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    runs = tmp_path / "gbo-suite/prod/runs"
    runs.mkdir(parents=True)
    write(runs / "0.jsonl", part(green(0, "prod"), *SMOKE))
    assert main(["nagios", "prod", "--selection=-m smoke", "--older=10m"]) == 0
    assert capsys.readouterr().out.startswith("OK - prod")
    assert main(["nagios", "prod", "--older=10m"]) == 3
    assert "prod has no run of the whole suite" in capsys.readouterr().out


def test_a_killed_run_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "GOES_ON", dt.timedelta(0))
    write(tmp_path / "0.jsonl", green(2))
    killed = write(tmp_path / "1.jsonl", green(1)[:-1])
    killed.write_bytes(killed.read_bytes() + b'{"kind": "end", "at')
    with served(tmp_path) as client:
        got = client.get("/healthz")
        assert (got.status, "its run was killed" in got.text) == (503, True)
        assert '<span class="unknown">killed</span>' in client.get("/").text


def test_one_environment_by_itself(tmp_path: Path) -> None:
    write(tmp_path / "0.jsonl", green(1))
    write(tmp_path / "1.jsonl", red(1, "prod"))
    with served(tmp_path) as client:
        assert [client.get(f"/healthz/{env}").status for env in ("lab", "prod", "stage")] == [200, 503, 404]


def test_the_end_of_a_record_may_be_long(tmp_path: Path) -> None:
    missing = tuple(f"test_{number}.py::test" for number in range(5000))
    write(tmp_path / "0.jsonl", [*green()[:-1], end({"passed": 1}, missing=missing)])
    with served(tmp_path) as client:
        assert '<span class="unknown">not whole</span>' in client.get("/").text


def test_metrics_of_the_newest_of_each_environment(tmp_path: Path) -> None:
    write(tmp_path / "0.jsonl", red(2))
    write(tmp_path / "1.jsonl", green(1))
    write(tmp_path / "2.jsonl", red(1, "prod"))
    with served(tmp_path) as client:
        got = client.get("/metrics")
    assert got.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(got.text))
    names = [family.name for family in families]
    assert len(names) == len({*names}), "each metric once"
    reds = {
        (each.labels["env"], each.labels["check"]): each.value
        for family in families
        for each in family.samples
        if each.name == "gbo_check_red"
    }
    assert (reds["lab", "vault.seal.open"], reds["prod", "vault.seal.open"]) == (0, 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"])
def test_it_is_read_only(tmp_path: Path, method: str) -> None:
    record = write(tmp_path / "r.jsonl", green())
    before = record.read_bytes()
    with served(tmp_path) as client:
        got = client.get("/run/lab/r", method)
        assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")
    assert record.read_bytes() == before


def test_head_has_no_body(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", green())
    with served(tmp_path) as client:
        got, body = client.get("/", "HEAD"), client.get("/").text
        assert (got.status, got.text, got.headers["Content-Length"]) == (200, "", str(len(body.encode())))


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "evil.example:{port}", "127.0.0.1:80", "", "[::1]:{port}"]
)
def test_another_name_is_refused(tmp_path: Path, host: str) -> None:
    write(tmp_path / "r.jsonl", green())
    with served(tmp_path) as client:
        for path in ("/", "/metrics", "/healthz", "/run/lab/r/json"):
            got = client.get(path, host=host.format(port=client.port))
            assert (got.status, "lab" in got.text) == (421, False)
        assert client.get("/", host=f"LOCALHOST:{client.port}").status == 200


def test_no_host_or_two_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", green())
    with served(tmp_path) as client:
        good = f"Host: 127.0.0.1:{client.port}\r\n".encode()
        for head in (b"", good + good, good + b"Host: evil.example\r\n"):
            assert " 421 " in client.raw(b"GET / HTTP/1.1\r\n" + head + b"\r\n").partition("\r\n")[0]
        said = client.raw(b"GET http://evil.example/ HTTP/1.1\r\n" + good + b"\r\n")
        assert " 400 " in said.partition("\r\n")[0]


OUTSIDE = (
    *(
        "/../secret.jsonl",
        "/run/lab/..%2fsecret",
        "/run/lab/../secret",
        "/run/lab/%2e%2e%2fsecret/json",
        "//etc/passwd",
    ),
    *(
        "/run/..%2f..%2fetc/passwd",
        "/run/lab/linked",
        "/run/lab/hidden",
        "/run/lab/secret",
        "/run/lab/r%00",
        "/run/lab/",
    ),
    *("/compare/lab?old=../secret&new=r", "/history/..", "/static/page.css", "/run/lab/r/../../x", "/etc/passwd"),
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "records"
    (tmp_path / "elsewhere/runs").mkdir(parents=True)
    folder.mkdir()
    write(folder / "r.jsonl", green())
    write(tmp_path / "secret.jsonl", green())
    write(tmp_path / "elsewhere/runs/hidden.jsonl", green())
    (folder / "linked.jsonl").symlink_to(tmp_path / "secret.jsonl")
    (folder / "env").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.jsonl")
    with served(folder) as client:
        assert client.get(path).status == 404
        assert {*re.findall(r"/run/lab/(\w+)", client.get("/").text)} == {"r"}


def test_texts_of_records_stay_texts(tmp_path: Path) -> None:
    _, *rest = hostile()
    write(tmp_path / f"{'<b>&'}.jsonl", [began(1, EVIL), *rest])
    write(tmp_path / "second.jsonl", [began(2, EVIL), *rest])
    with served(tmp_path) as client:
        overview = client.get("/").text
        links = [each.replace("&amp;", "&") for each in re.findall(r'(?:href|action)="(/[^"]+)"', overview)]
        assert len(links) == 5
        for link in links:
            got = client.get(f"{link}?old=second&new=%3Cb%3E%26" if link.startswith("/compare") else link)
            assert got.status == 200
            assert not re.search(r"<(script|b>|img|a href=\"http)", got.text), link


def test_every_page_has_one_style_and_no_script(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", red())
    with served(tmp_path) as client:
        for path in ("/", "/run/lab/r", "/history/lab", "/compare/lab?old=r&new=r", "/nosuch", "/run/lab/r/json"):
            got = client.get(path)
            policy = got.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            assert "script-src" not in policy
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            if "text/html" in got.headers["Content-Type"]:
                (style,) = re.findall(r"<style>(.*?)</style>", got.text, re.DOTALL)
                digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in policy
                assert " style=" not in got.text


def test_whose_process_asks(tmp_path: Path) -> None:
    with (
        Server(Site(tmp_path, DAY), 0) as server,
        socket.create_connection(("127.0.0.1", server.server_port)) as client,
    ):
        assert server.server_address == ("127.0.0.1", server.server_port)
        connection, address = server.socket.accept()
        with connection:
            assert owner(address, server.server_address) == os.geteuid()
        assert owner(("127.0.0.1", 1), server.server_address) is None
        assert owner(client.getpeername(), client.getsockname()) is not None


def test_another_user_reads_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer is root in CI: here the server takes it for another."""
    write(tmp_path / "r.jsonl", green())
    monkeypatch.setattr("reports.serving.server.owner", lambda *_: 65534)
    with served(tmp_path) as client:
        for path, status in {
            "/": 403,
            "/run/lab/r/json": 403,
            "/healthz": 200,
            "/healthz/lab": 200,
            "/metrics": 200,
        }.items():
            assert client.get(path).status == status, path


@pytest.mark.process
def test_the_command(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", green())
    started = subprocess.Popen(
        [sys.executable, "-m", "reports", "serve", str(tmp_path), "--port=0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert started.stdout is not None
        said = started.stdout.readline()
        url = re.match(rf"http://127\.0\.0\.1:(\d+)/ shows {tmp_path}, read only; Ctrl-C ends it\n", said)
        assert url is not None, said
        connection = http.client.HTTPConnection("127.0.0.1", int(url[1]), timeout=10)
        connection.request("GET", "/run/lab/r/json")
        assert json.loads(connection.getresponse().read())["counts"] == {"passed": 1}
        started.send_signal(signal.SIGTERM)
        assert started.wait(10) == 0
    finally:
        started.kill()
        started.wait()


def test_its_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words in (["--older=soon"], ["--port=65536"], [f"--port={port}"]):
            assert main(["serve", str(tmp_path), *words]) == 4
    assert main(["serve", str(tmp_path / "nosuch")]) == 4
    said = capsys.readouterr().err
    for text in ("soon is no time", "65536 is no port", "cannot be taken", "is no folder of records"):
        assert text in said

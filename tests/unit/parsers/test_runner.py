"""What a runner was told and has logged, as Forgejo's and Gitea's write it."""

from __future__ import annotations

import datetime as dt

import pytest

from fixtures.parsers.runner import RunnerLog, Written, log, of_host, written

NOW = dt.datetime(2026, 11, 29, 10, 0, tzinfo=dt.UTC)
DECLARED = 'time="2026-11-29T08:59:59Z" level=info msg="runner: ci, with version: v6.3.1, declared successfully"'
REFUSED = (
    'time="2026-11-29T09:59:00Z" level=error msg="fail to invoke Declare" error="unauthenticated: unregistered runner"'
)
LOST = 'time="2026-11-29T09:30:00+02:00" level=error msg="metrics server failed" error="listen tcp: in use"'
SAID = "2026-11-29T09:30:00+02:00 metrics server failed: listen tcp: in use"


@pytest.mark.parametrize(
    ("registration", "configuration", "found"),
    [
        ('"address": "http://10.0.2.17:4747"', "", Written("http://10.0.2.17:4747", ".runner")),
        ('"address":"http://alm:3000/"', "", Written("http://alm:3000/", ".runner")),
        ("", "      url: http://alm:4747/\n      url: http://b/\n", Written("http://alm:4747/", "its configuration")),
        (
            '"address": "http://old:3000"',
            '  url: "http://alm:4747" # ours',
            Written("http://alm:4747", "its configuration"),
        ),
        ("", "", Written(None, "neither in .runner nor in its configuration")),
    ],
)
def test_where_it_asks(registration: str, configuration: str, found: Written) -> None:
    assert written(registration, configuration) == found


@pytest.mark.parametrize(
    ("labels", "inside"),
    [
        (["host:host"], True),
        (["ubuntu:docker://node:20", "bare:host"], True),
        (["ubuntu-latest:docker://node:20"], False),
        (["lxc:lxc://debian"], False),
        ([], True),
    ],
)
def test_where_its_jobs_run(labels: list[str], inside: bool) -> None:
    assert of_host(labels) == inside


@pytest.mark.parametrize(
    ("lines", "window", "found"),
    [
        ([DECLARED], 3600, RunnerLog(True, ())),
        ([DECLARED.replace("declared", "declare")], 3600, RunnerLog(True, ())),
        ([LOST, DECLARED], 10_000, RunnerLog(True, (SAID,))),
        ([LOST, DECLARED], 3600, RunnerLog(True, ())),
        (["panic: runtime error", DECLARED], 60, RunnerLog(True, ("panic: runtime error",))),
        (
            [REFUSED],
            60,
            RunnerLog(False, ("2026-11-29T09:59:00Z fail to invoke Declare: unauthenticated: unregistered runner",)),
        ),
    ],
)
def test_what_it_logged(lines: list[str], window: float, found: RunnerLog) -> None:
    assert log("\n".join(lines), NOW, window) == found


@pytest.mark.parametrize("text", ["", LOST])
def test_a_log_without_a_declaration_says_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="no declaration"):
        log(text, NOW, 3600)

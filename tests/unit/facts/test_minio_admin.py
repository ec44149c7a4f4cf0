"""What MinIO's administration says of its drives (module `latest` of 2026), and its client."""

from __future__ import annotations

import json

import pytest

from fixtures.clients.http import Reply
from fixtures.clients.minio_admin import Drive, drives, version
from fixtures.facts.drive_client import _refusal
from fixtures.parsers.sections import Section

PLACE = "http://10.0.2.13:9000"
OK = {"endpoint": "/data/d1", "state": "ok", "uuid": "0c3c125d"}
LOST = {"endpoint": "/data/d4", "state": "unformatted", "uuid": ""}
HEALED = {"endpoint": "/data/d2", "state": "ok", "healing": True}


def reply(body: object, status: int = 200) -> Reply:
    return Reply(status, {}, json.dumps(body).encode())


def server(*drives: object, state: str = "online") -> dict[str, object]:
    return {"mode": "online", "servers": [{"state": state, "endpoint": PLACE, "drives": [*drives]}]}


def test_an_unformatted_one_is_not_online_whatever_the_counters_say() -> None:
    found = drives(reply({**server(LOST, HEALED, OK), "backend": {"onlineDisks": 3, "offlineDisks": 0}}))
    assert found == (Drive("/data/d1", "ok"), Drive("/data/d2", "ok", True), Drive("/data/d4", "unformatted"))
    assert str(found[1]) == "/data/d2: ok, healing"


def test_a_server_that_is_away_has_no_drives_to_tell_of() -> None:
    assert drives(reply(server(state="offline"))) == (Drive(PLACE, "offline"),)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply({"Code": "AccessDenied", "Message": "Access Denied."}, 403), "403 AccessDenied; .*admin:ServerInfo"),
        (reply({"servers": None}), "it names no drive"),
        (Reply(200, {}, b"<html>"), "Expecting value"),
        (Reply(503, {}, b""), "503"),
    ],
)
def test_no_answer_is_no_drive(answer: Reply, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        drives(answer)


MISSING = {"status": "error", "error": {"message": "Unable to list folder.", "cause": {"message": "no such folder"}}}
BUCKET = {"status": "success", "type": "folder", "key": "default.gbai/"}


@pytest.mark.parametrize(
    ("status", "lines", "stderr", "said"),
    [
        (0, [BUCKET], "", ""),
        (0, [], "", ""),
        (1, [MISSING], "", "no such folder"),
        (0, [BUCKET, MISSING], "", "no such folder"),
        (127, [], "sh: /opt/gbo/bin/mc: not found", "sh: /opt/gbo/bin/mc: not found"),
        (2, [], "", "exit status 2"),
    ],
)
def test_why_the_client_lists_nothing(status: int, lines: list[object], stderr: str, said: str) -> None:
    assert _refusal(Section(status, "\n".join(map(json.dumps, lines)), stderr)) == said


def test_the_version_is_that_of_every_server() -> None:
    body = {"servers": [{"version": "2025-09-07T16:13:09Z"}, {"version": "2025-09-07T16:13:09Z"}, {"state": "offline"}]}
    assert version(reply(body)) == "2025-09-07T16:13:09Z"
    with pytest.raises(ValueError, match="it names no version"):
        version(reply(server(OK)))
    with pytest.raises(ValueError, match="403 AccessDenied"):
        version(reply({"Code": "AccessDenied"}, 403))

"""DriveMonitor's books against a bucket, of which only the answers are played."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.clients.http import Reply
from fixtures.clients.s3 import Object, page
from fixtures.facts.drivemonitor import DriveMonitorFacts
from fixtures.parsers.bot_config import parse
from tests.unit.environments import environment

LAB = environment()
BOT = LAB.system.bots["default"]
CONFIGS = Path(__file__).parents[1] / "parsers" / "golden" / "bot_config"
SECRET = "sk-nobody-may-see-this"


def room(objects: list[Object], rows: list[tuple[Any, ...]], content: bytes = b"", tracker: str = "drive_files") -> Any:
    monitor = LAB.system.drivemonitor.model_copy(update={"tracker": tracker})
    env = LAB.model_copy(update={"system": LAB.system.model_copy(update={"drivemonitor": monitor})})
    drive = SimpleNamespace(objects=lambda _bot: tuple(objects), content=lambda _bot, _key: content)
    tables = SimpleNamespace(rows=lambda *_asked: tuple(rows))
    return DriveMonitorFacts(env, None, SimpleNamespace(drive=drive, tables=tables))  # type: ignore[arg-type]


def lying(key: str, seconds: float, etag: str = "e") -> Object:
    return Object(key, etag, dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds))


START = "default.gbdialog/start.bas"
PATH = f"default.gbai/{START}"


@pytest.mark.parametrize(
    ("key", "seconds", "row", "said"),
    [
        (START, 90, (PATH, "e", True, 0), None),
        (START, 90, (PATH, '"e"', True, 0), None),
        (START, 90, (PATH, "e", True, 5), "failed 5 times and is never looked at again"),
        (START, 1, (PATH, "e", False, 5), "failed 5 times and is never looked at again"),
        (START, 90, (PATH, "e", False, 2), "is not worked in (failed 2 times)"),
        (START, 90, (PATH, "d", True, 0), "was changed in the bucket, and the books have the ETag of before"),
        (START, 90, (PATH, None, True, 0), "was changed in the bucket, and the books have the ETag of before"),
        (START, 1, (PATH, "d", True, 0), None),
        (START, 90, ("default.gbai/default.gbdialog/other.bas", "e", True, 0), "is in no row of drive_files"),
        (START, 1, ("default.gbai/default.gbdialog/other.bas", "e", True, 0), None),
        ("default.gbdialog/readme.txt", 90, ("x", "e", True, 0), None),
        ("default.gbkb/LIST.PDF", 90, ("x", "e", True, 0), "is in no row of drive_files"),
        ("other.gbdialog/start.bas", 90, ("x", "e", True, 0), None),
    ],
)
def test_a_file_is_worked_in_or_told_why_not(key: str, seconds: float, row: tuple[Any, ...], said: str | None) -> None:
    assert room([lying(key, seconds)], [row]).behind(BOT) == ((f"{key}: {said}",) if said else ())


@pytest.mark.parametrize(("before", "behind"), [(60, True), (-60, False), (None, True)])
def test_the_older_books_have_a_time_alone(before: int | None, behind: bool) -> None:
    item = lying(BOT.config_key, 90)
    rows = [] if before is None else [("default", item.changed - dt.timedelta(seconds=before))]
    assert bool(room([item, lying(START, 90)], rows, tracker="gbot_config_sync").behind(BOT)) is behind


def test_a_configuration_is_compared_and_no_value_shown() -> None:
    rows = [
        ("default", "llm-model", "large", False),
        ("default", "llm-key", "gAAAA-encrypted", True),
        ("default", "theme-logo", "old.png", False),
        ("other", "llm-provider", "local", False),
    ]
    content = f"llm-provider,local\nllm-model,{SECRET}\nllm-key,{SECRET}\n".encode()
    found = room([lying(BOT.config_key, 90)], rows, content).settings(BOT)
    assert (found.missing, found.other) == (("llm-provider",), ("llm-model",))
    assert (found.encrypted, found.kept) == (("llm-key",), ("theme-logo",))
    assert SECRET not in repr(found)


def test_a_configuration_of_a_moment_ago_is_not_compared() -> None:
    found = room([lying(BOT.config_key, 3)], [], b"llm-provider,local\n").settings(BOT)
    assert (found.missing, found.due) == ((), False)


@pytest.mark.parametrize("case", sorted(CONFIGS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_file_is_read_as_botserver_does(case: Path) -> None:
    found = parse(case.read_bytes())
    assert [[*found.values], [*found.odd]] == json.loads(case.with_suffix(".json").read_text())


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<ListBucketResult/>", ""),
        (200, b"<html>login</html>", "no answer of S3"),
        (403, b"<Error><Code>AccessDenied</Code></Error>", "AccessDenied: the keys are right"),
        (200, b"<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>", "no list of S3"),
    ],
)
def test_a_list_is_one_or_says_why_not(status: int, body: bytes, said: str) -> None:
    found = page(Reply(status, {}, body))
    assert (found.objects is None) is bool(said)
    assert found.said.startswith(said)

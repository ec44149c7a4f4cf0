"""Every file that a run will write is proven to be writable before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.session import is_worker
from reports.standard_output import STANDARD


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before anybody makes a folder for them, as pytest-html does."""
    if not is_worker(config):
        prove(config)


def outputs(config: pytest.Config) -> Iterator[tuple[str, str]]:
    """Option and file of every output that was asked for on the command line."""
    if record := config.getoption("--record"):
        yield "--record", record
    if page := config.getoption("--audit-report"):
        yield "--audit-report", page
    for wanted in config.getoption("--report"):
        if file := wanted.partition(":")[2]:
            yield "--report", file
    for option, name in (("--html", "htmlpath"), ("--junit-xml", "xmlpath")):
        if file := getattr(config.option, name, None):
            path = Path(os.path.expandvars(file)).expanduser()
            _make(option, file, path.parent)  # as pytest and pytest-html do, at the end
            yield option, str(path)


def prove(config: pytest.Config) -> None:
    """Return when all can be written.

    Raises:
        pytest.UsageError: one cannot; says which and why.
    """
    seen: dict[Path, str] = {}
    for option, file in outputs(config):
        standard = option == "--report" and file == STANDARD
        path = Path("/dev/stdout") if standard else Path(file).absolute()
        if not standard and (reason := _objection(path)) is not None:
            raise pytest.UsageError(f"{option}: {file} cannot be written: {reason}")
        if path in seen:
            raise pytest.UsageError(f"{option}: {file} is the file of {seen[path]} as well; name another")
        seen[path] = option


def _objection(path: Path) -> str | None:
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    there = path.exists()
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK, 0o666))
    except OSError as error:
        return error.strerror or str(error)
    if not there:
        path.unlink()
    return None


def _make(option: str, file: str, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise pytest.UsageError(f"{option}: {file} cannot be written: {error.strerror} ({folder})") from error

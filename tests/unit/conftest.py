"""`make check` is the developer's loop: no test in it starts a process, and of properties it tries a few examples."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from fixtures import masking

settings.register_profile("loop", max_examples=10, deadline=None)  # one example late is a busy machine

HERE = Path(__file__).resolve().parent
FOLDERS = ("framework", "cli", "fixers/steps")
"""Everything below these runs pytest, or a command, in a process of its own."""
PROJECT = "tests.unit.framework.project"
"""Whatever takes something from it runs the project's pytest."""
STARTS = frozenset({"subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty", "os.system", "pty.spawn"})

_started: list[str] = []
_behind: dict[str, str] = {}
"""Fixture to what it started: it lives on, and serves tests that start nothing themselves."""


def _seen(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS:
        _started.append(f"{event} {arguments[0] if arguments else ''}".strip())


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, and see every process that is started."""
    config.addinivalue_line("markers", "process: starts a process, so it is not in the developer's loop")
    config.addinivalue_line("markers", "slow: takes seconds of its own, so it is not in the developer's loop")
    sys.addaudithook(_seen)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the folders where every test starts one, and what runs the project."""
    starting = {module: _starts(module) for module in {item.getparent(pytest.Module) for item in items}}
    for item in items:
        if starting[item.getparent(pytest.Module)]:
            item.add_marker(pytest.mark.process)


def _starts(module: pytest.Module | None) -> bool:
    assert module is not None  # each test stands in one
    taken = vars(module.obj).values()
    runs = any(getattr(each, "__module__", None) == PROJECT for each in taken)
    return runs or any(module.path.is_relative_to(HERE / folder) for folder in FOLDERS)


@pytest.fixture
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret is known that another test has read."""
    monkeypatch.setattr(masking, "_known", set())
    monkeypatch.setattr(masking, "_pattern", None)
    monkeypatch.setattr(masking, "_pieces", {})


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """Remember the fixtures that start one."""
    before = len(_started)
    result = yield
    if started := _started[before:]:
        _behind[fixturedef.argname] = started[0]
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail the test in the loop that starts a process, itself or by a fixture."""
    result = yield
    started = [*_started, *(_behind[name] for name in getattr(item, "fixturenames", ()) if name in _behind)]
    _started.clear()
    in_the_loop = "not process" in item.config.option.markexpr
    if started and in_the_loop and item.get_closest_marker("process") is None:
        pytest.fail(f"it starts a process ({started[0]}): mark it with pytest.mark.process", pytrace=False)
    return result

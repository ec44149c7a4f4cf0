from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.network.kernel import Kernel, kernel


@pytest.fixture(scope="session")
def alone() -> Iterator[Kernel]:
    """A network namespace that is nobody else's."""
    with kernel() as found:
        yield found


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A kernel of one's own is a process."""
    for item in items:
        if "alone" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.process)

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.network.kernel import Kernel, kernel


@pytest.fixture(scope="session")
def alone() -> Iterator[Kernel]:
    """A network namespace that is nobody else's."""
    with kernel() as found:
        yield found

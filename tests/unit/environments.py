"""The environments as they are shipped, each loaded once in a worker: they are frozen, so all tests can read one."""

from __future__ import annotations

import functools

from fixtures.environment import load
from fixtures.expectations import Environment


@functools.cache
def environment(name: str = "lab") -> Environment:
    """The one of that name, without a local file and without variables."""
    return load(name, own=False).environment

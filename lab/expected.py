"""What is expected of the lab. A mistake in the operator's own layer says so and stops no verb but `up`."""

from __future__ import annotations

import functools
import sys

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment

NAME = "lab"


@functools.cache
def environment() -> Environment:
    """The lab's expectations; as shipped, where `lab.local.toml` or a variable has a mistake, which is said.

    Raises:
        ExpectationError: environments/lab.toml or base.toml itself is wrong.
    """
    try:
        return load(NAME).environment
    except ExpectationError as mistake:
        shipped = load(NAME, own=False).environment
        print(f"lab: without your own layer, for {mistake}", file=sys.stderr)
        return shipped


def demand() -> None:
    """Raise `ExpectationError` where any layer has a mistake: what is built must be what is declared."""
    load(NAME)

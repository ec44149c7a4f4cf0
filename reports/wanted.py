"""Which reports were asked for."""

from __future__ import annotations

import pytest


def wanted(config: pytest.Config) -> list[str]:
    """Every report that was asked for, as FORMAT:FILE; the audit report is the last."""
    page = config.getoption("--audit-report")
    return [*config.getoption("--report"), *([f"audit:{page}"] if page else [])]

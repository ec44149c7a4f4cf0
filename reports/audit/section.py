"""What a section of the page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """A head with its answer, and what its template is given; without a template it is its head."""

    id: str
    title: str
    answer: str
    template: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    tone: str = ""
    """How the answer is said: `loud` for red, `care` for amber."""
    flag: str = ""
    """The verdict whose mark stands beside it in the list of sections."""

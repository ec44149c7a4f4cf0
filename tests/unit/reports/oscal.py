"""OSCAL as trestle reads it."""

from __future__ import annotations

from typing import Any


def assessment(text: str) -> Any:
    """The assessment results in a report."""
    from trestle.oscal.assessment_results import Model  # 0.2 s, which every worker would pay before its first test

    return Model.model_validate_json(text).assessment_results

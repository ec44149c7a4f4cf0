"""The one exception of the lab: a sentence for the person at the keyboard. `python -m lab` ends with exit code 1."""

from __future__ import annotations

from fixtures.errors import UserMistake


class LabError(UserMistake):
    """The lab cannot do what was asked; its text says what, why, and what to do."""

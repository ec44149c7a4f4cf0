"""The exceptions of repairing.

SuiteError
├── RemedyRefused    the remedy does not act here, and says why; nothing was changed
├── StepFailed       a step, or its way back, did not do what it says; the text holds what the system said
└── UserMistake
    ├── JournalBroken    a line of the journal was changed or lost after it was written
    └── FixingElsewhere  another fixing run is at work on the platform
"""

from __future__ import annotations

from fixtures.errors import SuiteError, UserMistake


class RemedyRefused(SuiteError):
    """The remedy does not act here, and says why; nothing was changed."""


class StepFailed(SuiteError):
    """A step did not do what it says; the text holds what the system said."""


class JournalBroken(UserMistake):
    """A line of the journal was changed or lost after it was written."""


class FixingElsewhere(UserMistake):
    """Another fixing run is at work on the platform."""

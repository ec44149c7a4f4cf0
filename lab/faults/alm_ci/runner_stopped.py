"""The CI runner is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("C3",)
RED = red("alm-ci", "forgejo-runner")
inject, heal = stopped("alm-ci", "forgejo-runner")

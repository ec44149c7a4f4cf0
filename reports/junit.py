"""`--junit-xml` is written from the record, in our verdicts, in place of pytest's own writer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from _pytest.junitxml import xml_key


def taken_over(config: pytest.Config) -> str:
    """The file that pytest's writer would have written, which is put aside; empty where there is none."""
    theirs = config.stash.get(xml_key, None)
    if theirs is None:
        return ""
    config.pluginmanager.unregister(theirs)
    del config.stash[xml_key]
    return str(Path(os.path.expandvars(config.option.xmlpath)).expanduser().absolute())

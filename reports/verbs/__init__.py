"""What `python -m reports` can be asked to do, one verb a file.

A verb takes what its `arguments` say and returns the text for standard output and the exit code.
"""

from __future__ import annotations

from reports.formats import FORMATS
from reports.verbs import (
    asked,
    attest,
    catalogue,
    controls,
    diff,
    errata,
    history,
    merge,
    nagios,
    schema,
    serve,
    verify,
)
from reports.verbs.base import Verb
from reports.verbs.rendering import rendering

VERBS: dict[str, Verb] = {
    "verify": verify.VERB,
    "attest": attest.VERB,
    **{name: rendering(name) for name in FORMATS},
    "nagios": nagios.VERB,
    "diff": diff.VERB,
    "merge": merge.VERB,
    "history": history.VERB,
    "serve": serve.VERB,
    "controls": controls.VERB,
    "catalogue": catalogue.VERB,
    "asked": asked.VERB,
    "errata": errata.VERB,
    "schema": schema.VERB,
}
"""By the word that is typed."""

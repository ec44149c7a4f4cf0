"""A container says that it is of the next release: somebody began to upgrade it by hand."""

from lab.faults.edited import edited

ROWS = ("C5",)
RED = ("containers.os.release[llm]",)
inject, heal = edited("llm", "/etc/os-release", 's/^VERSION_ID=.*/VERSION_ID="13"/', ":")

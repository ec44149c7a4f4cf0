"""A deploy brought a BotServer that was built on a newer system: it asks for a glibc that is not here."""

from lab.faults.system._program import brought

ROWS = ("C5", "E5")
RED = ("system.botserver.runnable[system:botserver]",)
TOUCHES = ("alm", "alm-ci")
inject, heal = brought('LC_ALL=C sed -i "s/GLIBC_2.34/GLIBC_2.99/g" "$1.new"')

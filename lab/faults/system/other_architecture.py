"""A deploy brought a BotServer that was built for ARM."""

from lab.faults.system._program import brought

ROWS = ("E7",)
RED = ("system.botserver.runnable[system:botserver]",)
TOUCHES = ("alm", "alm-ci")
inject, heal = brought(r'printf "\267\000" | dd of="$1.new" bs=1 seek=18 conv=notrunc status=none')

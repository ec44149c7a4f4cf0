"""BotUI looks for BotServer on the port of another edition of the guide."""

from lab.faults.edited import edited

ROWS = ("E11",)
RED = ("system.botui.server_url[system:ui]",)
THEN = "systemctl restart ui; until ss -Hltn 'sport = :3000' | grep -q .; do sleep 0.2; done"
inject, heal = edited("system", "/opt/gbo/bin/botui.env", "s/^(BOTSERVER_URL=.*):[0-9]+/\\1:5858/", THEN)

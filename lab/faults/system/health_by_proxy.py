"""Somebody lets the proxy itself answer BotServer's health URL, so that a monitor is quiet."""

from lab.faults.edited import edited

ROWS = ("P3",)
RED = ("system.botserver.healthy[external]",)
inject, heal = edited(
    "proxy",
    "/opt/gbo/conf/config",
    '/^system\\./,/^}/s/^\\treverse_proxy/\\trespond \\/api\\/health "OK" 200\\n&/',
    "systemctl reload proxy",
)

"""A maintenance page was left in BotServer's block of the proxy: it says 200 to everything."""

from lab.faults.edited import edited

ROWS = ("P3",)
RED = ("proxy.upstream.reachable[system]",)
inject, heal = edited(
    "proxy",
    "/opt/gbo/conf/config",
    '/^system\\./,/^}/s/^\\treverse_proxy/\\trespond "Back soon" 200\\n&/',
    "systemctl reload proxy",
)

"""A maintenance page stands in the place of a site's `reverse_proxy`: everybody is told 200, and nobody is served."""

from __future__ import annotations

from lab.faults.edited import edited

ROWS = ("D6",)
RED = ("proxy.upstream.reachable[chat]",)
PAGE = r'/^chat\./,/^}/{/^\t\t/d;/^\t}/d;s/^\treverse_proxy.*/\trespond "Back soon" 200/}'
inject, heal = edited("proxy", "/opt/gbo/conf/config", PAGE, "systemctl reload proxy")

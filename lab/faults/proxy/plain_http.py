"""One site is served over HTTP as well: somebody wrote a block for it to try something."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("proxy.site.redirects[alm]",)
BLOCK = r"$a\http://alm.lab.test {\n\trespond trying\n}"
inject, heal = edited("proxy", "/opt/gbo/conf/config", BLOCK, "systemctl reload proxy")

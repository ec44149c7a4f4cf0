"""Everything below /ui was led to the new login: the console's page is not Zitadel's any more."""

from lab.faults.edited import edited

ROWS = ("E3",)
RED = ("directory.console.served[directory]",)
TOUCHES = ("proxy",)
BLOCK = r"/^login[.]/,/^}/s|^\treverse_proxy|\tredir /ui/* /oauth/v2/login permanent\n&|"
inject, heal = edited("proxy", "/opt/gbo/conf/config", BLOCK, "systemctl reload proxy")

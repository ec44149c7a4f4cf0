#!/bin/bash
# The guide's Daily Health Check as a script, line by line; PROJECT, SYSTEM (its domain), PROXY (an address) and CA say where.
incus() { command incus --project "$PROJECT" "$@"; }
incus list
incus exec system -- systemctl is-active botserver
incus exec system -- systemctl is-active ui
incus exec tables -- pgrep -f postgres > /dev/null && echo OK || echo DOWN
incus exec drive -- pgrep -f minio > /dev/null && echo OK || echo DOWN
incus exec vault -- curl -ksf https://localhost:8200/v1/sys/health | grep -q 'sealed.*false' && echo "Vault OK" || echo "Vault SEALED"
curl -sf --cacert "$CA" --connect-to "::$PROXY:" "https://$SYSTEM/api/health" && echo OK || echo FAILED
incus exec system -- tail -10 /opt/gbo/logs/err.log | grep -iE "error|panic|failed" | head -5

#!/bin/sh
# Propagates every zone to the secondary name servers: the primary reads its files anew and notifies, then
# each secondary must serve the file's serial. Exit 1 names the secondary that does not within 15 s.
set -eu
here=$(dirname "$0")
pkill -USR1 -x coredns
status=0
for zone in {zones}; do
    for server in 127.0.0.1 {secondaries}; do
        "$here/soa-serial" "$zone" "$server" --file "/opt/gbo/data/$zone.zone" --wait 15 || status=1
    done
done
exit $status

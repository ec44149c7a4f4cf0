"""How LiveKit is made to read its configuration."""

RESTART = """
systemctl restart livekit
for try in $(seq 200); do ss -Hltn 'sport = 7880' | grep -q . && break; sleep 0.1; done
"""

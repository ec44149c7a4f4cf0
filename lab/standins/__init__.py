"""Stand-ins: small programs of ours in the role of services that no package registry carries.

They speak the protocol as far as the operations guide relies on it, run in the containers with Debian's own
Python, and claim to be nothing else: `lab status` names each of them as a stand-in.
"""

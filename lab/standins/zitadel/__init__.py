"""Stand-in in the role of Zitadel: users, organisations and personal access tokens, kept in PostgreSQL.

Source of paths, fields, codes and texts: Zitadel's v2 API as ground-truth.md section 4 has it. What is not
there: permissions (every valid token may do everything), login pages, OAuth flows, v1.
"""

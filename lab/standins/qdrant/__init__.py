"""Stand-in in the role of the Qdrant server: its HTTP interface over Qdrant's own engine, qdrant-edge.

Source: Qdrant's REST API. One shard a collection, one unnamed dense vector a point; filters, snapshots,
aliases and clusters are not there.
"""

"""The audit report: one page in one file, made of a record alone, for the person at 3 a.m. and for the auditor.

`view` holds what several sections ask of a record, each module of `sections` says one section, each template shows one.
"""

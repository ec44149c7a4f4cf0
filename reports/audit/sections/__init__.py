"""The sections of the page in their order, which never depends on the result.

A module here has `section(view)`, which returns its `Section`; its template is in `../templates`. One with nothing to
say has no template: it is its head only, and the head carries the answer.
"""

"""Files made anew without what they say of who made them, when, where and with what. Bytes in, bytes out.

What cannot be made clean is refused, never passed on: a part that nobody here knows is a part that may tell.
Spec: docs/spec/reports.md §7.
"""

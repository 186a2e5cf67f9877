"""Event logs from outside, in files: XES, CSV and workbooks, read case by case with memory bounded.

``opening`` finds out what a file is; ``xes`` and ``tables`` read it, ``columns`` says which column is what, ``sorting``
brings the events of a case together, on disk. Nothing in a file is ever evaluated.
"""

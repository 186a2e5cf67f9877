"""Reads the words out of Word, Excel and PDF files, in a process of its own (records.files.words asks it)."""

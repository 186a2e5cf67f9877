"""Loading the tree of places from a file: read and check while streaming, compare in the database, then write.

``tables.py`` reads CSV by line, ``formats.py`` knows the columns of each kind of file, ``staging.py`` holds the rows in
a temporary table (so memory stays flat however long the file is), ``checks.py`` finds what does not fit together, and
``writing.py`` makes and changes divisions.
"""

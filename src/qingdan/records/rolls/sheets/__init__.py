"""Spreadsheets of rolls, in and out.

``tables`` finds out what a file is and bounds it, ``workbooks`` and ``commas`` read it into lines of cells, ``columns``
finds the header, ``cells`` reads one value, ``rows`` one line as one person; ``blank`` and ``export`` write workbooks.
Nothing in a file is ever evaluated: a formula is a fault where it stands for a value that we need.
"""

"""Forms, records and notices on paper: one standard, made from the power's definition, as PDF.

``fonts`` and ``engine`` turn a document of plain values into a PDF; ``sheet`` says what a document is; ``making``
writes one for each kind of step; ``reading`` finds what a running case already knows.
"""

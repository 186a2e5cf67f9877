"""Past cases of a village from the spreadsheets in which it kept them: judged against the list, and shown as numbers.

What is found is a question to be looked into, and no verdict on anybody: names of persons are read to judge and never
kept. ``reading`` makes cases of a spreadsheet, ``judging`` holds them against the power, ``presenting`` says it.
"""

"""Programs for whoever checks the house from outside: verify its public log, witness it.

They stand on ``domain`` and one crypto package: no Django, no database, no server, no settings. ``python -m
qingdan.checking verify DIR`` is the same as ``qingdan log verify DIR``.
"""

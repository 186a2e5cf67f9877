"""Days that an entry may have: nobody alive was born before, and an election is prepared for a year at most."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)

"""Finds what names or reaches a private person in words that are to be read by many: pure, no clock, no database.

>>> find_leaks("联系人张某，电话138 1234 5678", Audience.INTERNET)
"""

from qingdan.domain.leaks.finding import find_leaks as find_leaks
from qingdan.domain.leaks.finding import known_numbers as known_numbers
from qingdan.domain.leaks.finding import masked as masked
from qingdan.domain.leaks.model import Leak as Leak
from qingdan.domain.leaks.model import LeakKind as LeakKind
from qingdan.domain.leaks.model import LeakRule as LeakRule
from qingdan.domain.leaks.model import LeakRules as LeakRules

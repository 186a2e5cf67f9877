"""``python -m qingdan.checking``."""

from __future__ import annotations

import sys

from qingdan.checking.commands import main

sys.exit(main(sys.argv[1:], "python -m qingdan.checking"))

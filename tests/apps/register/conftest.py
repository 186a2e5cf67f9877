"""The house of the tests of running, for what the register shows of it."""

from tests.apps.ops.conftest import house as house
from tests.apps.ops.conftest import own_files as own_files

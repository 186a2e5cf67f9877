"""A village whose clerk leaves: the small edition in force, and a case that waits for him."""

from tests.apps.cases.conftest import adopt_flow as adopt_flow
from tests.apps.cases.conftest import edition as edition
from tests.apps.cases.conftest import opened as opened
from tests.apps.cases.conftest import yesterday as yesterday

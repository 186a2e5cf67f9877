"""The stage on which the tests of the portal play."""

from tests.apps.boards.stage import stage as stage  # the fixture

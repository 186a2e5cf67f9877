"""The stage on which the tests of ledgers play."""

from tests.apps.boards.stage import stage as stage  # the fixture

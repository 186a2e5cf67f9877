"""The stage on which the tests of rolls play."""

from tests.apps.rolls.stage import stage as stage  # the fixture

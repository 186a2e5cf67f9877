"""The stage on which the tests of duties to publish play."""

from tests.apps.duties.stage import owing as owing  # the fixture

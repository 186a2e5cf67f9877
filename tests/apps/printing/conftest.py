"""The stage of the boards' tests serves here too: a village with a purchase and a request for relief."""

from tests.apps.boards.stage import stage as stage  # the fixture

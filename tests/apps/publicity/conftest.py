"""The stage of the boards' tests serves here too."""

from tests.apps.boards.stage import stage as stage  # the fixture

"""The stage of the boards' tests serves here too: a village, its people and telephones, and a small edition."""

from tests.apps.boards.stage import stage as stage  # the fixture

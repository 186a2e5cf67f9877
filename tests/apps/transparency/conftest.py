"""The stage of the boards' tests."""

from tests.apps.boards.stage import stage as stage

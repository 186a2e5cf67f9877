"""The fixed cast plays the scenarios."""

from tests.cast import cast as cast  # the fixture

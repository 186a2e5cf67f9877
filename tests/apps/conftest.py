"""What every test of an app may ask for."""

from tests.cast import cast as cast  # the fixture

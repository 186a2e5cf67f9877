"""The fixed cast plays the scenarios; those of powers and norms under the real catalogue."""

from tests.cast import cast as cast  # the fixtures
from tests.scenarios.house import real as real

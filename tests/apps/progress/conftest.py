"""The scene of the permissions: a hearing of today with its sheet, an opinion and two questions."""

from tests.apps.permissions.conftest import scene as scene  # the fixture
from tests.apps.permissions.conftest import stage as stage

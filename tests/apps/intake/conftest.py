"""A case of the small edition, and its printed forms."""

from tests.apps.cases.conftest import edition, opened, yesterday  # noqa: F401

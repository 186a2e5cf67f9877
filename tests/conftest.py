"""What every test may ask for: a database in a file, compiled translations, a browser, pages at a phone's width."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

from tests import slow
from tests.flushing import let_tests_flush

_LOGS = itertools.count()

# How long something takes is measured in bench/; here a busy machine must not fail a test that is right.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Playwright runs an event loop in the test's own thread, and Django refuses queries beside one unless told.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """English pages need the compiled catalogue, which is not committed; WhiteNoise warns without its folder."""
    from django.conf import settings as house

    from qingdan.web.translating import compile_stale

    compile_stale(map(Path, house.LOCALE_PATHS))
    Path(house.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    let_tests_flush()


def pytest_addoption(parser: pytest.Parser) -> None:
    """For ``python -m tests.slow``, which measures."""
    parser.addoption(slow.EVEN_THOSE_LISTED, action="store_true", help="do not mark what tests/slow.txt names")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What tests/slow.txt names is marked slow."""
    if not config.getoption(slow.EVEN_THOSE_LISTED):
        for item in items:
            if slow.name_of(item) in slow.listed():
                item.add_marker("slow")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The throwaway folder of settings_test goes; parallel workers share it, and the first process clears it."""
    var = Path(os.environ.get("QINGDAN_VAR", ""))
    if var.name.startswith("qingdan-test-") and not hasattr(config, "workerinput"):
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_log(settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each test has a public log of its own, made when it first appends: the database is rolled back, files are not."""
    settings.LOG_ROOT = tmp_path_factory.getbasetemp() / f"log-{next(_LOGS)}"
    return settings.LOG_ROOT


@pytest.fixture(scope="session")
def in_quick(pytestconfig: pytest.Config) -> bool:
    """Whether this is ``make quick``: random tests then try fewer things."""
    return "not slow" in pytestconfig.getoption("markexpr")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file and not in memory: only then do two threads really meet each other's locks."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """One browser for the whole session."""
    from playwright.sync_api import sync_playwright

    from tests.browser import launch

    with sync_playwright() as playwright:
        started = launch(playwright.chromium, tmp_path_factory.mktemp("browser"))
        yield started
        started.close()


@pytest.fixture
def browser(chromium: object) -> Iterator[object]:
    """Windows for this test (:class:`tests.browser.Watched`): ``browser.page()`` is a person with a phone.

    The test fails if a page asks another machine for anything or a script on it fails.
    """
    from tests.browser import Watched

    watched = Watched(chromium)
    yield watched
    watched.close()


@pytest.fixture
def phone(browser: object) -> object:
    """A page 390 px wide."""
    return browser.page()


@pytest.fixture
def desk(browser: object) -> object:
    """A page 1440 px wide."""
    return browser.page(1440, 900)


@pytest.fixture
def axe_findings() -> Callable[[object], list[str]]:
    """``axe_findings(page)``: what is not accessible on it, empty when nothing."""
    from tests.browser import axe_findings

    return axe_findings

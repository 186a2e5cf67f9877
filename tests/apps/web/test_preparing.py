"""What ``make run`` prepares, and when it does so again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.web import preparing

ALL = ["static files", "tables", "regions", "catalogue", "demonstration"]
Prepare = Callable[..., list[str]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    commands: list[str] = []
    monkeypatch.setattr(preparing, "call_command", lambda *words, **options: commands.append(words[0]))
    return commands


@pytest.fixture
def prepare(tmp_path: Path, settings: object, called: list[str]) -> Prepare:
    (tmp_path / "catalogue" / "regions").mkdir(parents=True)
    (tmp_path / "catalogue" / "regions" / "jiyuan.csv").write_text("code\n", encoding="utf-8")
    (tmp_path / "catalogue" / "edition.yaml").write_text("slug: x\n", encoding="utf-8")
    settings.VAR, settings.CATALOGUE = tmp_path, tmp_path / "catalogue"
    said: list[str] = []

    def run(*, with_demonstration: bool = True) -> list[str]:
        return preparing.prepare(said.append, with_demonstration=with_demonstration)

    return run


def test_a_new_house_gets_everything_in_order_once(prepare: Prepare, called: list[str]) -> None:
    assert prepare() == ALL
    assert called == ["collectstatic", "migrate", "load", "catalogue", "demo"]
    assert prepare() == []


def test_a_changed_file_repeats_its_step_and_what_stands_on_it(prepare: Prepare, tmp_path: Path) -> None:
    prepare()
    (tmp_path / "catalogue" / "edition.yaml").write_text("slug: y\n", encoding="utf-8")
    assert prepare() == ["catalogue", "demonstration"]


def test_another_database_gets_everything(prepare: Prepare, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "elsewhere")
    assert prepare() == ALL


def test_a_real_house_has_no_demonstration(prepare: Prepare, called: list[str]) -> None:
    assert prepare(with_demonstration=False) == ALL[:-1]
    assert "demo" not in called


def test_a_step_that_failed_is_the_first_one_next_time(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: str, **options: object) -> None:
        if words[0] == "catalogue":
            raise RuntimeError("a broken catalogue")

    with monkeypatch.context() as broken:
        broken.setattr(preparing, "call_command", refuse)
        with pytest.raises(RuntimeError):
            prepare()
    assert prepare() == ["catalogue", "demonstration"]

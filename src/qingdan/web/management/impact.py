"""``qingdan catalogue impact`` in lines: which entries a change of a law touches, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.citations import Entry
from qingdan.domain.catalogue.concordance.impact import Impact, Touch, by_entry, impact
from qingdan.domain.catalogue.concordance.model import Change, Concordance, Row, Version
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.complaints import closest, file_of
from qingdan.domain.flow.model import Basis
from qingdan.records.people.wording import said

Shown = Callable[[str], str]  # a file of the catalogue as one would open it from here


def choose(concordances: Sequence[Concordance], law: str, older: str | None, newer: str | None) -> Concordance:
    """The one from ``older`` to ``newer`` of a law; a version left out is whatever there is only one of.

    :raises CommandError: with what there is instead.
    """
    ours = [one for one in concordances if one.law == law]
    if not ours:
        near = said(closest(law, {one.law for one in concordances}))
        raise CommandError(_("没有“%(law)s”的条文对照表。%(near)s") % {"law": law, "near": near})
    _know_versions(ours, (older, newer))
    there = _("、").join(f"{one.older.year} → {one.newer.year}" for one in ours)
    asked = {"law": law, "older": older or "…", "newer": newer or "…", "there": there}
    found = [one for one in ours if _called(one.older, older) and _called(one.newer, newer)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(_("《%(law)s》有几份对照表：%(there)s。请写 --from 和 --to。") % asked)
    if any(_called(one.older, newer) and _called(one.newer, older) for one in ours):
        raise CommandError(_("对照表是从旧文本到新文本的：请写 --from %(newer)s --to %(older)s。") % asked)
    raise CommandError(_("《%(law)s》没有从 %(older)s 到 %(newer)s 的对照表。有：%(there)s。") % asked)


def _called(version: Version, word: str | None) -> bool:
    return word is None or version.is_called(word)


def _know_versions(ours: Sequence[Concordance], words: Collection[str | None]) -> None:
    versions = {version.year: version for one in ours for version in one.versions}
    for word in words:
        if not any(_called(version, word) for version in versions.values()):
            there = _("；").join(f"{year} {_days(version)}" for year, version in sorted(versions.items()))
            asked = {"law": ours[0].law, "version": word, "there": there}
            raise CommandError(_("《%(law)s》没有“%(version)s”这个文本。有：%(there)s。") % asked)


def impact_lines(edition: Edition, concordance: Concordance, only: Collection[Change], shown: Shown) -> Iterator[str]:
    """The two versions, each entry touched with its parts, what changed in the articles named, and the counts.

    :raises CommandError: when the edition cites neither version.
    """
    try:
        found = impact(edition, concordance)
    except ValueError:
        law = edition.laws[concordance.law]
        told = {"file": shown(law.file), "day": law.in_force}
        raise CommandError(_("%(file)s 引用的是 %(day)s 起施行的文本，不是这两个。请选到它的对照表。") % told) from None
    touches = found.touched(only)
    yield from _head(found)
    for entry, parts in by_entry(touches):
        yield ""
        yield _entry(entry)
        for touch in parts:
            yield "  " + _touch(touch, shown)
    yield from _changes(concordance, touches)
    yield from _counts(found, touches)


def _head(found: Impact) -> Iterator[str]:
    one = found.concordance
    yield _("《%(law)s》 %(older)s → %(newer)s") % {
        "law": one.law,
        "older": one.older.year,
        "newer": one.newer.year,
    }
    for version in one.versions:
        yield f"  {version.year}  {version.name}  {_days(version)}"
    yield _("清单里写的是 %(year)s 文本的条号。") % {"year": found.cited.year}


def _days(version: Version) -> str:
    """In force from, and until, as a phrase."""
    days = {"first": version.in_force, "until": version.until}
    return _("%(first)s 起施行，%(until)s 起不再施行") % days if version.until else _("%(first)s 起施行") % days


def _entry(entry: Entry) -> str:
    number = f" {entry.number}" if entry.number is not None else ""
    title = said(entry.title)
    return f"{said(entry.kind)}{number} {entry.name}" + (f"  {title}" if title != said(entry.kind) else "")


def _touch(touch: Touch, shown: Shown) -> str:
    cited, part = touch.citation, touch.citation.part
    where = f"{said(part.kind)} {part.name}  {said(part.title)}" if part else _("依据")
    new = _articles(touch.new)
    if touch.change is Change.MOVED:
        new = _of_law(cited.law, (cited.article,))
    at = f"{shown(file_of(cited.file, cited.line))}:{cited.line}"
    return f"{where}  {_articles(touch.old)} → {new}  {said(touch.change.words)}  {at}"


def _articles(numbers: Collection[str]) -> str:
    return _("第%(numbers)s条") % {"numbers": _("、").join(numbers)} if numbers else _("（无）")


def _changes(concordance: Concordance, touches: Collection[Touch]) -> Iterator[str]:
    """What changed, once for each row that is touched and says it."""
    named = {touch.row for touch in touches}
    told = [row for row in concordance.rows if row in named and row.gist]
    if told:
        yield ""
        yield _("各条改了什么")
    for row in told:
        yield "  " + _change(row)


def _change(row: Row) -> str:
    whither = _articles((*row.new, *row.part_in))
    gist = said(row.gist) if row.gist else ""
    return f"{_articles(row.old)} → {whither}  {said(row.change.words)}  {gist}" + "".join(map(_moved, row.moved_to))


def _moved(basis: Basis) -> str:
    whither = "  → " + _of_law(basis.law, basis.articles)
    return whither + (_("（%(note)s）") % {"note": said(basis.note)} if basis.note else "")


def _of_law(law: str, numbers: Collection[str]) -> str:
    return _("《%(law)s》第%(articles)s条") % {"law": law, "articles": _("、").join(numbers)}


def _counts(found: Impact, touches: Collection[Touch]) -> Iterator[str]:
    yield ""
    if not touches:
        yield _("没有哪一项引用这样的条文。")
    else:
        entries = len({touch.citation.entry for touch in touches})
        yield _("涉及 %(entries)d 项，%(places)d 处。") % {"entries": entries, "places": len(touches)}
    each = (f"{said(change.words)} {count}" for change, count in found.counts.items())
    yield _("引用一共：") + _("、").join(each)

"""``qingdan flow simulate`` and ``flow separation``: powers put to the test before the list is released."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.proving import Proof
from qingdan.domain.complaints import DefinitionError, closest
from qingdan.domain.flow.separation.combinations import TOGETHER
from qingdan.domain.flow.simulate.found import Exhausted
from qingdan.domain.flow.simulate.montecarlo import Setting, Simulated
from qingdan.domain.rules.calendar import WorkCalendar
from qingdan.records.editions.queries import limits_for, work_calendar
from qingdan.records.editions.sources import read_sources
from qingdan.records.people.wording import said
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.web.management.definitions import is_file, with_file
from qingdan.web.management.outputs import write_file
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, write_complaints
from qingdan.web.management.villages import village_named
from qingdan.web.simulation.in_village import run_in
from qingdan.web.simulation.report import Report, as_html, as_markdown, as_text
from qingdan.web.simulation.running import prove_all, prover_of
from qingdan.web.simulation.telling import report_of
from qingdan.web.simulation.village import groups_of, lines_of
from qingdan.web.simulation.wording import Wording, combination, verdict

MOST_CASES = 100_000
MOST_TOGETHER = 6  # each more takes several times as long
WRITERS: Mapping[str, Callable[[Report], str]] = {".html": as_html, ".md": as_markdown}


def add_parsers(actions: Any) -> None:
    """Add ``simulate`` and ``separation`` to the actions of ``qingdan flow``."""
    simulate = actions.add_parser("simulate", help="every way that a power can go, and how long its cases may take")
    simulate.add_argument(
        "slug", nargs="?", default="", help="the power's short name, as petty-goods, or a definition (.yaml)"
    )
    simulate.add_argument("--all", action="store_true", help="every power, each searched whole")
    simulate.add_argument("--cases", type=int, default=0, metavar="N", help="simulate so many cases too")
    simulate.add_argument("--seed", type=int, default=1, help="the same seed gives the same numbers")
    simulate.add_argument("--report", type=Path, metavar="FILE", help="write a report: NAME.html or NAME.md")
    separation = actions.add_parser("separation", help="which steps lose their check under which combination of posts")
    separation.add_argument("--power", default="", metavar="SLUG", help="one power only")
    separation.add_argument(
        "--together",
        type=int,
        default=TOGETHER,
        metavar="N",
        help="how many different things may be the matter at once",
    )
    for parser in (simulate, separation):
        _add_common(parser)


def _add_common(parser: ArgumentParser) -> None:
    parser.add_argument("--village", default="", metavar="NAME_OR_CODE", help="with its real posts and times")
    parser.add_argument("--json", action="store_true", help="write JSON")
    add_language(parser)


def simulate(command: BaseCommand, options: dict[str, Any]) -> None:
    """Search one power or all, and simulate its cases."""
    if bool(options["slug"]) is options["all"]:
        raise CommandError(_("请写一项权力的代号，或者写 --all。"))
    if not 0 <= options["cases"] <= MOST_CASES:
        raise CommandError(_("--cases 请写 0 到 %(most)d。") % {"most": MOST_CASES})
    report: Path | None = options["report"]
    if report is not None and (report.suffix not in WRITERS or options["all"]):
        raise CommandError(_("报告请写成 .html 或 .md 文件，一次一项权力。"))
    edition = edition_with(command, options)
    if options["all"]:
        _all(command, edition, options)
        return
    village = village_named(options["village"]) if options["village"] else None
    found, exhausted, proof = _one(edition, options, village)
    told = report_of(
        edition, exhausted, local_date(timezone.now()), found, proof, village.short_name if village else ""
    )
    if report is not None:
        write_file(report, WRITERS[report.suffix](told))
        command.stdout.write(_("写好了：%(file)s") % {"file": report})
    elif options["json"]:
        command.stdout.write(json.dumps(as_json(exhausted, found), ensure_ascii=False, indent=1))
    else:
        for line in as_text(told):
            command.stdout.write(line)
    if not exhausted.sound:
        raise CommandError(_("有走不到的步骤、到不了的结局，或者卡住的地方。"))


def edition_with(command: BaseCommand, options: dict[str, Any]) -> Edition:
    """The edition as it stands in the files, with the definition in a file of its own that ``slug`` may name; ``slug``
    is then its power's. :raises CommandError: with what is wrong, or when there is no such power."""
    if not is_file(options["slug"]):
        edition = edition_from_files(command)
        if options["slug"]:
            _known(edition, options["slug"])
        return edition
    try:
        edition, power = with_file(Path(options["slug"]))
    except DefinitionError as error:
        raise CommandError(write_complaints(command.stdout, error.complaints)) from None
    options["slug"] = power.slug
    return edition


def _one(
    edition: Edition, options: dict[str, Any], village: Division | None
) -> tuple[Simulated | None, Exhausted, Proof | None]:
    day = local_date(timezone.now())
    prover = prover_of(edition, limits_for(village, day, edition) if village else None)
    slug = options["slug"]
    proof = prover.prove(slug) if options["report"] else None
    if not options["cases"]:
        return None, prover.exhausted(slug), proof
    setting = Setting(options["cases"], options["seed"], day)
    calendar = work_calendar() if village else WorkCalendar()  # without a village there need be no database
    found = run_in(prover, slug, setting, calendar.is_working_day, village)
    return found, prover.exhausted(slug), proof


def _all(command: BaseCommand, edition: Edition, options: dict[str, Any]) -> None:
    prover, slugs = prover_of(edition), list(edition.powers)
    with Progress(command.stderr, _("推演"), len(slugs), quiet=options["json"]) as bar:  # type: ignore[arg-type]
        proofs = {proof.power: proof for proof in prove_all(prover, slugs, cores(), bar.to)}
    if options["json"]:
        rows = [{**as_json(proofs[s].exhausted), "separation": list(_plain(proofs[s]))} for s in slugs]
        command.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for slug in slugs:
            command.stdout.write(_line(edition, proofs[slug]))
    unsound = [slug for slug in slugs if not proofs[slug].exhausted.sound]
    if unsound:
        raise CommandError(_("有问题的事项：%(powers)s") % {"powers": _("、").join(unsound)})


def _line(edition: Edition, proof: Proof) -> str:
    found = proof.exhausted
    return _(
        "%(title)s：%(states)d 种状态，%(steps)d 步，%(ends)d 种结局，最多 %(most)d 步；%(wrong)d 种职务组合要补救。"
    ) % {
        "title": said(edition.powers[found.power].title),
        "states": found.states,
        "steps": len(found.reached),
        "ends": len(found.endings),
        "most": max(e.longest for e in found.endings.values()),
        "wrong": len(proof.findings),
    }


def separation(command: BaseCommand, options: dict[str, Any]) -> None:
    """The combinations of posts that take checks away, of the list or of a village."""
    edition = edition_from_files(command)
    slugs = [_known(edition, options["power"])] if options["power"] else list(edition.powers)
    if not 1 <= options["together"] <= MOST_TOGETHER:
        raise CommandError(_("--together 请写 1 到 %(most)d。") % {"most": MOST_TOGETHER})
    if options["village"]:
        village, day = village_named(options["village"]), local_date(timezone.now())
        groups = groups_of(village, prover_of(edition, limits_for(village, day, edition)), day, slugs)
        if options["json"]:
            command.stdout.write(json.dumps([asdict(group) for group in groups], ensure_ascii=False, indent=1))
        for line in () if options["json"] else lines_of(groups):
            command.stdout.write(line)
        return
    with Progress(command.stderr, _("推演"), len(slugs), quiet=options["json"] or len(slugs) == 1) as bar:  # type: ignore[arg-type]
        workers = 1 if len(slugs) == 1 else cores()
        prover = prover_of(edition, together=options["together"])
        proofs = {proof.power: proof for proof in prove_all(prover, slugs, workers, bar.to)}
    if options["json"]:
        rows = [row for slug in slugs for row in _plain(proofs[slug])]
        command.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for slug in slugs:
        for line in _told(edition, proofs[slug]):
            command.stdout.write(line)


def _told(edition: Edition, proof: Proof) -> Iterator[str]:
    words = Wording(edition, proof.power)
    yield said(edition.powers[proof.power].title)
    for found in proof.findings:
        remedy = proof.remedies[found]
        helps = said(remedy.name) if remedy else _("没有")
        what = f"{combination(edition, found.parts)}  {words.target(found.target)}"
        yield f"  {what}  {verdict(found.verdict)}  {helps}"


def _plain(proof: Proof) -> Iterator[dict[str, Any]]:
    for found in proof.findings:
        check, remedy = found.target.check, proof.remedies[found]
        yield {
            "power": proof.power,
            "posts": sorted(found.posts),
            "causes": [{"cause": part.cause.value, "posts": sorted(part.posts)} for part in found.parts],
            "step": found.target.step,
            "checks": check.of if check else None,
            "verdict": found.verdict.name.lower(),
            "with_deputies": found.with_deputies.name.lower(),
            "remedy": remedy.slug if remedy else None,
        }


def as_json(found: Exhausted, simulated: Simulated | None = None) -> dict[str, Any]:
    """What was found as plain values."""
    plain: dict[str, Any] = {
        "power": found.power,
        "states": found.states,
        "transitions": found.transitions,
        "steps": {
            name: {"results": one.results, "assignments": one.assignments} for name, one in found.reached.items()
        },
        "unreached": found.unreached,
        "branches": [asdict(branch) for branch in found.branches],
        "endings": {name: asdict(ending) for name, ending in found.endings.items()},
        "missing": found.missing,
        "dead_ends": found.dead_ends,
    }
    if simulated is not None:
        setting = simulated.setting
        plain["simulated"] = {
            "cases": setting.cases,
            "seed": setting.seed,
            "observed_cases": setting.observed.cases,
            "start": setting.start.isoformat(),
            "days": asdict(simulated.days),
            "by_outcome": {outcome: asdict(spread) for outcome, spread in simulated.by_outcome.items()},
            "steps": [asdict(step) for step in simulated.steps],
            "clocks": [asdict(clock) for clock in simulated.clocks],
            "a_year": simulated.a_year,
        }
    return plain


def edition_from_files(command: BaseCommand) -> Edition:
    """The edition as it stands in the files: what is simulated is not yet in force. :raises CommandError: with what is
    wrong in it."""
    try:
        return load_edition(read_sources(settings.CATALOGUE, settings.EDITION))
    except DefinitionError as error:
        raise CommandError(write_complaints(command.stdout, error.complaints)) from None


def _known(edition: Edition, slug: str) -> str:
    if slug not in edition.powers:
        near = said(closest(slug, edition.powers))
        raise CommandError(_("没有“%(slug)s”这一项权力。%(near)s") % {"slug": slug, "near": near})
    return slug


def cores() -> int:
    """How many processes help: as many as there are processors for this one, four at most."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


__all__: Sequence[str] = ("add_parsers", "as_json", "separation", "simulate")

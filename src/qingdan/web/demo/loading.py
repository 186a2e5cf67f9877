"""Loads the demonstration: everything that happened in it, in the order of time, in one transaction."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.records.editions.adopting import adopted
from qingdan.records.editions.queries import current_edition, limits_for
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import division_by_code
from qingdan.records.register.acts import Acting, Refused
from qingdan.web import working
from qingdan.web.demo import cast, mark
from qingdan.web.demo.acts import make_demonstration
from qingdan.web.demo.notices import ByHand
from qingdan.web.demo.people import Populace, Settling
from qingdan.web.demo.planning import CALLED, STAGES
from qingdan.web.demo.populating import Populating
from qingdan.web.demo.publishing import Publishing
from qingdan.web.demo.showing import Show, puts_into_posts
from qingdan.web.demo.villages import Village

DAYS = 110  # how long ago it all begins
SEED = 419001  # the same demonstration every time, but for its dates
ELECTED_AT = "midway"
IN_SECOND_VILLAGE = ("finished", "objected", "midway", "opened")
ALWAYS = "finished"
Step = Callable[[int], None]


class Loaded:
    """What came of it: how many cases, and what could not be shown or was refused."""

    def __init__(self) -> None:
        self.cases = 0
        self.without: list[str] = []
        self.faults: list[str] = []


def load(now: datetime, progress: Callable[[int], Step], only: Collection[str] = ()) -> Loaded:
    """Make this database a demonstration. All of it or nothing. ``only``: the powers whose cases it shows, else all.

    :raises Refused: when it is one already, is in real use, or has no regions, or ``only`` names no power.
    :raises NoEdition: without a catalogue.
    """
    begin = now - timedelta(days=DAYS)
    with transaction.atomic(), override("zh-hans"):
        town = _town()
        edition = current_edition(local_date(now))
        shown = _shown(edition, only)
        make_demonstration(acting=Acting.system("演示", begin))
        populace = Settling(begin, now, adopted(edition)).settle(town)
        _populate(populace, edition, begin)
        villages = [Village.of(v, populace.villagers[v.pk], now) for v in populace.villages]
        loaded = Loaded()
        published = [Publishing(village, edition, now, first=not n) for n, village in enumerate(villages)]
        shows = [*_shows(edition, shown, villages, now, loaded), *_publishing(published, shown, now)]
        by_hand = ByHand.where_it_can(villages[0], now, edition.notices is not None)
        _play(shows, by_hand, now, progress(sum(len(s.plan) + 1 for s in shows)), loaded)
        for one in published:
            one.finish()
        loaded.cases = len(shows)
    mark.remember()
    return loaded


def _populate(populace: Populace, edition: Edition, begin: datetime) -> None:
    """Households and rolls of every village."""
    for village, residents in populace.residents.values():
        populating = Populating.of(village, edition, Acting.system("演示", begin))
        if populating is not None:
            populating.populate(residents)


def _town() -> Division:
    found = division_by_code(cast.TOWN)
    if found is None:
        raise Refused("load the regions first: qingdan load divisions catalogue/regions/jiyuan.csv")
    return found


def _shown(edition: Edition, only: Collection[str]) -> list[Power]:
    if unknown := sorted(set(only) - set(edition.powers)):
        raise Refused(f"no such power: {', '.join(unknown)}. The list has {', '.join(edition.powers)}")
    return [power for slug, power in edition.powers.items() if slug in only or not only]


def _shows(
    edition: Edition, shown: Sequence[Power], villages: list[Village], now: datetime, loaded: Loaded
) -> Iterator[Show]:
    whole = shown if len(shown) < len(edition.powers) else at_every_stage(edition)
    for number, village in enumerate(villages):
        limits = limits_for(village.place, local_date(now), edition)
        count = 0
        for stage in (*STAGES, CALLED):
            for power in shown:
                if not _is_shown(power, stage.name, power in whole, second=bool(number)):
                    continue
                title = f"{power.plain.zh}（示例{(count := count + 1):02d}）"
                # Its own luck: a power more in the catalogue changes nothing for the others.
                luck = random.Random(f"{SEED} {number} {stage.name} {power.slug}")  # noqa: S311 nothing secret is chosen
                show = Show(village, edition, power, stage, title, luck)
                # One election in a village at a time: the others end before anybody takes office.
                show.elects = not number and stage.name == ELECTED_AT and power == _first_election(shown)
                if show.prepare(limits, now):
                    yield show
                else:
                    loaded.without.append(f"{power.slug}: {stage.name}")


def _publishing(published: Sequence[Publishing], shown: Sequence[Power], now: datetime) -> Iterator[Show]:
    among = {power.slug for power in shown}
    for one in published:
        limits = limits_for(one.village.place, local_date(now), one.edition)
        yield from (show for show in one.shows(among) if show.prepare(limits, now))


def at_every_stage(edition: Edition) -> list[Power]:
    """The powers that are shown at every stage: of each norm the first that a villager may ask for, else the first that
    officials begin; and the first election. Of the others there are two cases, so that a list of 88 loads soon."""
    found = [power for power in (_first_election(list(edition.powers.values())),) if power]
    for norm in edition.norms:
        powers = edition.powers_of(norm)
        asked = [power for power in powers if power.slug in edition.askings]
        found += (asked or list(powers))[:1]
    return found


def _is_shown(power: Power, stage: str, whole: bool, second: bool) -> bool:
    if stage == CALLED.name:
        return not second and any(step.hears for step in power.flow.steps().values())
    if whole:
        return stage in IN_SECOND_VILLAGE or not second
    further = [other.name for other in STAGES if other.name != ALWAYS]
    return not second and stage in (ALWAYS, further[power.number % len(further)])


def _first_election(powers: Sequence[Power]) -> Power | None:
    return next((power for power in powers if puts_into_posts(power)), None)


def _play(shows: list[Show], by_hand: ByHand | None, now: datetime, step: Step, loaded: Loaded) -> None:
    """Each thing in its turn, and every night what the clocks ask for."""
    turn = iter(range(10**9))  # of two things at one moment the one that was put down first
    first = min((s.at for s in shows), default=now)
    heap: list[tuple[datetime, int, Show | ByHand | None]] = [(s.at, next(turn), s) for s in shows]
    heap += [(by_hand.at, next(turn), by_hand)] if by_hand else []
    heap += [(night, next(turn), None) for night in _nights(first, now)]
    heapq.heapify(heap)
    while heap:
        at, _, show = heapq.heappop(heap)
        if show is None:
            working.work(working.EVERY_ROUND, at)
            continue
        if at > now:
            continue  # still to come when the demonstration begins
        if isinstance(show, ByHand):
            show.go_on(at)
            loaded.faults += show.faults
            if not show.over:
                heapq.heappush(heap, (show.at, next(turn), show))
            continue
        before = len(show.plan)
        begun = show.go_on(at)
        step(before - len(show.plan))
        loaded.faults += show.faults
        show.faults = []
        for one in (show, *begun):
            if not one.over:
                heapq.heappush(heap, (max(one.at, at + timedelta(minutes=1)), next(turn), one))


def _nights(first: datetime, now: datetime) -> Iterator[datetime]:
    local = timezone.localtime(first)
    night = datetime.combine(local.date(), time(23, 0), tzinfo=local.tzinfo)
    while night < now:
        yield night
        night += timedelta(days=1)
    yield now

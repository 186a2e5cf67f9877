"""Plays a story: several cases one after the other or side by side, and what the boards then show to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import begin_duty, discharge
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.people.acts import declare_interest, declare_kin, end_holding, name_deputy
from qingdan.records.people.models import Holding
from qingdan.records.regions.days import local_date
from qingdan.records.register import outbox
from qingdan.records.register.acts import Refused
from qingdan.watch.boards.models import Notice
from tests.cast import Cast, Member, client_for, give_post, house
from tests.scenarios.norms.reading import BothPosts, Duty, Kin, Look, Opening, Stake, Told, Usual
from tests.scenarios.powers.playing import SAMPLE, Play
from tests.scenarios.powers.reading import HERE, Line, Scenario, read

TO_THE_END = "到底"
DIRECTOR, DEPUTY = "village-director", "village-deputy-director"
STRANGER = "外人"  # somebody who is not signed in
CODE = re.compile(r'href="/n/([a-z0-9]+)/"')


class Telling:
    """One story on its way. ``clock`` says what time it is to everything that asks."""

    def __init__(self, cast: Cast, edition: Edition, clock: Callable[[datetime], None], began: datetime) -> None:
        self.cast, self.edition, self.clock, self.now = cast, edition, clock, began
        self.plays: dict[str, Play] = {}
        self.titles = {power.title.zh: slug for slug, power in edition.powers.items()}

    def tell(self, told: Told) -> None:
        """Let one line happen, and the boards hear of it."""
        match told.line:
            case Opening():
                self._open(told.line)
            case Look():
                self._look(told.line, self._about(told))
            case Duty():
                self._duty(told.line, self._about(told))
            case Stake():
                self._stake(told.line)
            case Kin():
                self._kin(told.line)
            case BothPosts():
                self._both_posts(told.line)
            case Usual():
                self._usual(told.line, self._about(told))
            case _:
                self._go(self._about(told), told.line)
        if told.after:
            self._about(told).look(told.after)

    def _about(self, told: Told) -> Play:
        """The case that a line is about: from now on the one that the next lines are about, too."""
        assert self.plays, "open a case first"
        name = told.about or list(self.plays)[-1]
        assert name in self.plays, f"no case goes by the name {name}, but {list(self.plays)}"
        self.plays[name] = self.plays.pop(name)
        return self.plays[name]

    def _go(self, play: Play, line: Line) -> None:
        play.now = self.now
        self.clock(play.now)
        play.line(line)
        self._passed(play)

    def _passed(self, play: Play) -> None:
        self.now = play.now
        self.clock(self.now)
        outbox.sweep(self.now)

    # -- opening -------------------------------------------------------------------------------------------------
    def _open(self, line: Opening) -> None:
        assert line.power in self.titles, f"{line.where}: no power is called {line.power}"
        assert line.called not in self.plays, f"{line.where}: another case goes by {line.called}: give it a name"
        sheet = read(HERE / f"{self.titles[line.power]}.yaml")
        usual = sheet.main
        first = sheet.before("" if line.usual_to == TO_THE_END else line.usual_to, line.where) if line.usual_to else ()
        begun = Scenario(
            where=line.where, name=line.called, lines=first, ends="",
            opened_by=line.who or usual.opened_by, sum=line.sum or usual.sum, parties=line.parties or usual.parties,
        )  # fmt: skip
        self.clock(self.now)
        play = Play(self.cast, self.edition, sheet.power, begun, self.now)
        self.plays[line.called] = play
        for usual_line in begun.lines:
            self._go(play, usual_line)

    def _usual(self, line: Usual, play: Play) -> None:
        slug = self.titles[line.power] if line.power else play.root.power
        for usual_line in read(HERE / f"{slug}.yaml").before(line.until, line.where, line.since):
            self._go(play, usual_line)

    def _stake(self, line: Stake) -> None:
        member = self._member(line.who)
        acting = self.cast.acting(member.key, at=self.now)
        declare_interest(acting=acting, person=member.person, organisation=line.business, role="owner")

    def _kin(self, line: Kin) -> None:
        member, relative = self._member(line.who), self._member(line.relative)
        acting = self.cast.acting(member.key, at=self.now)
        declare_kin(acting=acting, person=member.person, relation="sibling", relative=relative.person)

    def _both_posts(self, line: BothPosts) -> None:
        """Whoever was director until yesterday holds the post no more."""
        day = local_date(self.now)
        held = Holding.objects.get(post=DIRECTOR, division=self.cast.one)
        end_holding(acting=house(), holding=held, last_day=day - timedelta(days=1), why="示例选举")
        give_post(self.cast, self._member(line.who).key, DIRECTOR, self.cast.one, starts=day)
        name_deputy(acting=house(), village=self.cast.one, post=DIRECTOR, deputy_post=DEPUTY, order=1, why="示例会议")

    # -- duties --------------------------------------------------------------------------------------------------
    def _duty(self, line: Duty, play: Play) -> None:
        """A duty is done, or the power that does it begins: then the next lines are about that case."""
        self.now = play.now = self.now + timedelta(minutes=20)
        self.clock(self.now)
        case, member = Case.objects.get(pk=play.root.pk), self._member(line.who)
        running = machine_of(case)
        keys = {running.owed[key.partition("#")[0]].block.name.zh: key for key in case.state["owed"]}
        assert line.name in keys, f"{line.where}: {line.name} is not owed, but {list(keys)}"
        common: dict[str, Any] = {"acting": play._acting(member), "case_id": case.pk, "key": keys[line.name]}
        role = member.holding.post if member.holding else ""
        if line.forbidden:
            with pytest.raises(Refused, match=line.forbidden), transaction.atomic():
                discharge(**common, role=role, handed=Handed(self.now))
        elif line.begins:
            begin_duty(**common, happened_at=self.now)
            play.root = Case.objects.filter(parent=case).latest("pk")
        else:
            discharge(**common, role=role, handed=Handed(self.now))
        self._passed(play)

    # -- the boards ----------------------------------------------------------------------------------------------
    def _look(self, line: Look, play: Play) -> None:
        notice = self._notice(line, play)
        village = self.cast.one
        for name in line.readers:
            client = Client() if name == STRANGER else client_for(self._member(name))
            board = client.get(reverse("boards:board", args=[village.pk, notice.board])).content.decode()
            found = line.scans or notice.code in CODE.findall(board)
            page = client.get(reverse("boards:notice", args=[notice.code])) if found else None
            seen = page is not None and page.status_code == 200
            assert seen != line.hidden, f"{line.where}: {name} {'sees' if seen else 'does not see'} {line.notice}"
            if page is not None and seen:
                text = page.content.decode()
                assert [w for w in line.has if w not in text] == [], f"{line.where}: {name}: {text}"
                assert [w for w in line.lacks if w in text] == [], f"{line.where}: {name} reads too much"

    def _notice(self, line: Look, play: Play) -> Notice:
        """The newest notice of a step of that name in the case or in one that it started."""
        cases, todo = [], [Case.objects.get(pk=play.root.pk)]
        while todo:
            cases.append(todo.pop())
            todo.extend(Case.objects.filter(parent=cases[-1]))
        named = [
            notice
            for notice in Notice.objects.filter(case__in=cases).order_by("-pk")
            if machine_of(notice.case).step(notice.key).name.zh == line.notice
        ]
        assert named, f"{line.where}: no notice of {line.notice} was put up"
        return named[0]

    def _member(self, name: str) -> Member:
        people = {member.person.name.removeprefix(SAMPLE): member for member in self.cast.members.values()}
        assert name in people, f"nobody of the cast is called {name!r}"
        return people[name]

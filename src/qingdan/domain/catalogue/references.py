"""Checks that the parts of an edition fit together: whatever one file names, another file has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qingdan.domain.catalogue.asking import answered_in_time, first_asked
from qingdan.domain.catalogue.model import Duty, Edition, Power, Prohibition
from qingdan.domain.catalogue.rolls import Tally
from qingdan.domain.complaints import Complaint, closest
from qingdan.domain.flow.model import Basis, Flow, Owed, Step
from qingdan.domain.words import Words

LAW_REMEDY = Words(
    "请读过这一条，再把它和要点写进法律的文件。", "Add the article to the law's file with its gist, after reading it."
)
NORM, AREA, ROLE, LAW = (
    Words("规范", "norm"),
    Words("领域", "area"),
    Words("职务或当事人", "role"),
    Words("法律", "law"),
)
POST, BODY, POWER = Words("职务", "post"), Words("会议", "body"), Words("权力事项", "power")
PROHIBITION, LIMIT = Words("禁止事项", "prohibition"), Words("限额", "limit")
EVIDENCE = Words("佐证材料", "kind of evidence")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reference stands."""

    file: str
    line: int

    def complaint(self, zh: str, en: str, remedy: Words) -> Complaint:
        return Complaint(self.file, self.line, Words(zh, en), remedy)

    def unknown(self, kind: Words, word: str, known: Iterable[str]) -> Complaint:
        return self.complaint(
            f"没有“{word}”这一{kind.zh}", f"the {kind.en} {word!r} is not known", closest(word, known)
        )


def check_references(edition: Edition) -> list[Complaint]:
    """Everything named and not there, numbers given twice, red lines that no step guards."""
    return [
        *_head(edition),
        *_posts_and_bodies(edition),
        *_forms(edition),
        *_handover(edition),
        *_spoken(edition),
        *(c for power in edition.powers.values() for c in check_power(edition, power)),
        *_numbers(edition),
        *(c for duty in edition.duties.values() for c in _duty(edition, duty)),
        *(c for prohibition in edition.prohibitions.values() for c in _prohibition(edition, prohibition)),
        *check_rolls(edition),
        *_counts(edition),
    ]


def _forms(edition: Edition) -> Iterator[Complaint]:
    """A signed sheet that comes back must be evidence of a kind that a step can ask for."""
    folder = edition.head.file.rsplit("/", 1)[0]
    for form in edition.forms.values():
        spot, kinds = Spot(f"{folder}/forms/{form.slug}.yaml", form.line), [form.signed_as] if form.signed_as else []
        yield from _known(spot, EVIDENCE, kinds, edition.head.evidence)


def check_power(edition: Edition, power: Power) -> Iterator[Complaint]:
    """What one power names: norm, area, roles, laws, prohibitions."""
    at = {name: Spot(power.file, line) for name, line in power.lines.items()}
    roles = tuple(edition.roles())
    yield from _known(at["norm"], NORM, [power.norm], edition.norms)
    yield from _known(at["area"], AREA, [power.area], edition.areas)
    yield from _known(at["holder"], ROLE, [power.holder], roles)
    yield from _known(at["subjects"], ROLE, power.subjects, roles)
    yield from check_basis(edition, at["basis"], power.basis)
    for spot, basis in bases_of(power.flow):
        yield from check_basis(edition, spot, basis)
    yield from _red_lines(edition, power)
    yield from _requests(edition, power)


def _requests(edition: Edition, power: Power) -> Iterator[Complaint]:
    """Whoever asks must know by when the answer comes, though nobody has touched the request yet."""
    asked = first_asked(power.flow, edition.head.asking)
    if asked is None or answered_in_time(power.flow, asked[0].id):
        return
    step = asked[0]
    yield Spot(power.file, step.line).complaint(
        f"申请从“{step.id}”提起，却没有从它起算的期限",
        f"a request begins with {step.id}, and no time limit runs from it",
        Words(
            f"请在 clocks 里写一个从它起算的时限（from: {step.id}），或在它后面那一步写 within。",
            f"Write a clock with from: {step.id}, or within at the step after it.",
        ),
    )


def bases_of(flow: Flow) -> Iterator[tuple[Spot, tuple[Basis, ...]]]:
    """Every basis that stands inside a flow, with its place."""
    for block in flow.blocks():
        if isinstance(block, Step | Owed):
            yield Spot(flow.file, block.line), block.basis
    for clock in flow.clocks.values():
        yield Spot(flow.file, clock.line), clock.basis


def check_basis(edition: Edition, spot: Spot, basis: Iterable[Basis]) -> Iterator[Complaint]:
    """Each law is in the catalogue, in force for this edition, and has the articles."""
    for cited in basis:
        law = edition.laws.get(cited.law)
        if law is None:
            yield spot.unknown(LAW, cited.law, edition.laws)
            continue
        if law.until and law.until <= edition.head.in_force.isoformat():
            remedy = Words("请引用代替它的法律。", "Cite the law that took its place.")
            zh, en = f"《{law.key}》只施行到 {law.until}", f"《{law.key}》 was in force only until {law.until}"
            yield spot.complaint(zh, en, remedy)
        for article in cited.articles:
            if article not in law.articles:
                zh = f"{law.file} 里没有《{law.key}》第 {article} 条"
                yield spot.complaint(zh, f"article {article!r} of {law.key!r} is not in {law.file}", LAW_REMEDY)


def _known(spot: Spot, kind: Words, words: Iterable[str], known: Collection[str]) -> Iterator[Complaint]:
    return (spot.unknown(kind, word, known) for word in words if word not in known)


def _red_lines(edition: Edition, power: Power) -> Iterator[Complaint]:
    guarded = _guards(edition, power, set())
    for red_line in power.red_lines:
        spot = Spot(power.file, red_line.line)
        if red_line.prohibition not in edition.prohibitions:
            yield spot.unknown(PROHIBITION, red_line.prohibition, edition.prohibitions)
        elif red_line.prohibition not in guarded:
            name = red_line.prohibition
            remedy = Words(
                f"请在能防住或能发现它的那一步写 guards: [{name}]。",
                f"Write guards: [{name}] at the step where it is prevented or would be seen.",
            )
            yield spot.complaint(f"红线“{name}”没有哪一步把关", f"no step guards the red line {name!r}", remedy)


def _guards(edition: Edition, power: Power, seen: set[str]) -> set[str]:
    """What the steps of a power guard, those of its sub-cases among them."""
    seen.add(power.slug)
    found: set[str] = set()
    for step in power.flow.steps().values():
        found.update(step.guards)
        inner = edition.powers.get(step.power or "")
        if inner and inner.slug not in seen:
            found |= _guards(edition, inner, seen)
    return found


def _numbers(edition: Edition) -> Iterator[Complaint]:
    taken: dict[int, Power] = {}
    for power in edition.powers.values():
        spot = Spot(power.file, power.lines["number"])
        first = taken.setdefault(power.number, power)
        if first is not power:
            yield spot.complaint(
                f"编号 {power.number} 已经给了 {first.slug}（{first.file}）",
                f"the number {power.number} is already that of {first.slug} ({first.file})",
                Words("每项权力一个编号，请改。", "Number each power once."),
            )
        if power.number > edition.head.counts.powers:
            last = edition.head.counts.powers
            yield spot.complaint(
                f"清单到第 {last} 项为止，这里是第 {power.number} 项",
                f"the list ends with number {last}, and this is {power.number}",
                Words("请改编号，或改 edition.yaml 里的 counts。", "Correct the number, or counts in edition.yaml."),
            )


def _duty(edition: Edition, duty: Duty) -> Iterator[Complaint]:
    spot = Spot(duty.file, duty.line)
    if duty.post not in edition.posts:
        yield spot.unknown(POST, duty.post, edition.posts)
    yield from check_basis(edition, spot, duty.basis)
    for done in duty.discharged_by:
        at = Spot(duty.file, done.line)
        power = edition.powers.get(done.power)
        if power is None:
            yield at.unknown(POWER, done.power, edition.powers)
        elif done.step is not None and done.step not in power.flow.steps():
            yield at.unknown(
                Words(f"步骤（事项 {power.slug}）", f"step of {power.slug}"), done.step, power.flow.steps()
            )


def _prohibition(edition: Edition, prohibition: Prohibition) -> Iterator[Complaint]:
    spot = Spot(prohibition.file, prohibition.line)
    yield from check_basis(edition, spot, prohibition.basis)
    yield from _known(spot, ROLE, prohibition.binds, tuple(edition.roles()))


def _head(edition: Edition) -> Iterator[Complaint]:
    head = edition.head
    for limit in head.limits.values():
        yield from check_basis(edition, Spot(head.file, limit.line), limit.basis)
    for widest in head.audience_limits.values():
        yield from check_basis(edition, Spot(head.file, widest.line), widest.basis)
    for name in head.parties:
        if name in edition.posts or name in edition.bodies:
            what = f"the party {name!r} has the name of a post or a body"
            remedy = Words("请给当事人另起代号。", "Give the party a name of its own.")
            yield Spot(head.file, 1).complaint(f"当事人“{name}”和职务或会议重名", what, remedy)


def _posts_and_bodies(edition: Edition) -> Iterator[Complaint]:
    folder = edition.head.file.rsplit("/", 1)[0]
    for post in edition.posts.values():
        spot = Spot(f"{folder}/posts.yaml", post.line)
        yield from check_basis(edition, spot, post.basis)
        yield from _known(spot, BODY, post.bodies, edition.bodies)
        yield from _known(spot, POST, post.bars, edition.posts)
    roles = tuple(edition.roles())
    for body in edition.bodies.values():
        spot = Spot(f"{folder}/bodies.yaml", edition.body_lines.get(body.slug, 1))
        yield from check_basis(edition, spot, body.bases())
        called = (*body.called_by, *(body.on_demand.else_by if body.on_demand else ()))
        yield from _known(spot, ROLE, called, roles)


def check_rolls(edition: Edition) -> Iterator[Complaint]:
    """Posts, bodies, their counts and laws that the rolls name; one roll for each body."""
    file = f"{edition.head.file.rsplit('/', 1)[0]}/rolls.yaml"
    for keeping in edition.rolls.parts():
        yield from _known(Spot(file, keeping.line), POST, (*keeping.keeps, *keeping.reads), edition.posts)
    taken: dict[str, str] = {}
    for roll in edition.rolls.kinds.values():
        spot = Spot(file, roll.line)
        yield from check_basis(edition, spot, roll.basis)
        yield from _known(spot, POST, roll.filed_with, edition.posts)
        for tally in roll.tallies:
            yield from _tally(edition, Spot(file, tally.line), roll.slug, tally, taken)


def _tally(edition: Edition, spot: Spot, roll: str, tally: Tally, taken: dict[str, str]) -> Iterator[Complaint]:
    yield from _known(spot, BODY, tally.bodies, edition.bodies)
    yield from _known(spot, POST, tally.also, edition.posts)
    for slug in tally.bodies:
        if slug in edition.bodies:
            counted = Words(f"计数（会议 {slug}）", f"count of {slug}")
            yield from _known(spot, counted, tally.of, edition.bodies[slug].counts)
        first = taken.setdefault(slug, roll)
        if first != roll:
            yield spot.complaint(
                f"会议“{slug}”已经按“{first}”数人",
                f"the body {slug!r} counts on {first!r} already",
                Words("一个会议只按一个名册数人。", "Let a body count on one roll."),
            )


def _handover(edition: Edition) -> Iterator[Complaint]:
    rule = edition.handover
    if rule is None:
        return
    spot, limit = Spot(rule.file, rule.line), edition.head.limits.get(rule.within)
    if limit is None:
        yield spot.unknown(LIMIT, rule.within, edition.head.limits)
    elif limit.type != "days":
        yield spot.complaint(
            f"限额“{rule.within}”不是天数",
            f"the limit {rule.within!r} is not in days",
            Words("请写一个 type 是 days 的限额。", "Name a limit of type: days."),
        )
    yield from _known(spot, POST, rule.witnesses, edition.posts)
    yield from check_basis(edition, spot, rule.basis)
    for thing in rule.things.values():
        at = Spot(rule.file, thing.line)
        yield from _known(at, POST, thing.posts, edition.posts)
        yield from check_basis(edition, at, thing.basis)


def _spoken(edition: Edition) -> Iterator[Complaint]:
    """What a saying means must be a word of some entry, or it leads nowhere."""
    spoken = edition.spoken
    known = "\n".join(_own_words(edition)) if spoken.said else ""
    remedy = Words("请改成清单里有的说法，或删掉。", "Write a word that stands in the lists, or leave it out.")
    for saying in spoken.said:
        for word in saying.mean:
            if word not in known:
                yield Spot(spoken.file, saying.line).complaint(
                    f"清单里没有“{word}”这个说法", f"no entry of the lists has the words {word!r}", remedy
                )


def _own_words(edition: Edition) -> Iterator[str]:
    for power in edition.powers.values():
        yield from (power.plain.zh, power.title.zh, power.summary.zh, *power.keywords)
    yield from (duty.title.zh for duty in edition.duties.values())
    yield from (prohibition.title.zh for prohibition in edition.prohibitions.values())


def _counts(edition: Edition) -> Iterator[Complaint]:
    counts = edition.head.counts
    remedy = Words(
        "请改清单，或改 edition.yaml 里的 counts（或 complete）。",
        "Correct the list, or counts (or complete) in edition.yaml.",
    )
    for zh, en, written, expected in (
        ("权力", "powers", len(edition.powers), counts.powers),
        ("责任", "duties", len(edition.duties), counts.duties),
        ("禁止事项", "prohibitions", len(edition.prohibitions), counts.prohibitions),
    ):
        if written > expected or (written < expected and edition.head.complete):
            yield Spot(edition.head.file, 1).complaint(
                f"这一版有 {written} 项{zh}，应当有 {expected} 项",
                f"the edition has {written} {en} and should have {expected}",
                remedy,
            )

"""What the files beside the lists name: the edition's head, posts, bodies, forms, rolls, handover, sayings,
leaks."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.references.spots import BODY, EVIDENCE, LIMIT, POST, ROLE, Spot, check_basis, each_known
from qingdan.domain.catalogue.rolls import Tally
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words


def check_head(edition: Edition) -> Iterator[Complaint]:
    """Laws under limits and audiences; parties with names of their own."""
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


def check_posts_and_bodies(edition: Edition) -> Iterator[Complaint]:
    """Laws, bodies and posts that posts and bodies name."""
    folder = edition.head.file.rsplit("/", 1)[0]
    for post in edition.posts.values():
        spot = Spot(f"{folder}/posts.yaml", post.line)
        yield from check_basis(edition, spot, post.basis)
        yield from each_known(spot, BODY, post.bodies, edition.bodies)
        yield from each_known(spot, POST, post.bars, edition.posts)
    roles = tuple(edition.roles())
    for body in edition.bodies.values():
        spot = Spot(f"{folder}/bodies.yaml", edition.body_lines.get(body.slug, 1))
        yield from check_basis(edition, spot, body.bases())
        called = (*body.called_by, *(body.on_demand.else_by if body.on_demand else ()))
        yield from each_known(spot, ROLE, called, roles)


def check_forms(edition: Edition) -> Iterator[Complaint]:
    """A signed sheet that comes back must be evidence of a kind that a step can ask for."""
    folder = edition.head.file.rsplit("/", 1)[0]
    for form in edition.forms.values():
        spot, kinds = Spot(f"{folder}/forms/{form.slug}.yaml", form.line), [form.signed_as] if form.signed_as else []
        yield from each_known(spot, EVIDENCE, kinds, edition.head.evidence)


def check_rolls(edition: Edition) -> Iterator[Complaint]:
    """Posts, bodies, their counts and laws that the rolls name; one roll for each body."""
    file = f"{edition.head.file.rsplit('/', 1)[0]}/rolls.yaml"
    for keeping in edition.rolls.parts():
        yield from each_known(Spot(file, keeping.line), POST, (*keeping.keeps, *keeping.reads), edition.posts)
    taken: dict[str, str] = {}
    for roll in edition.rolls.kinds.values():
        spot = Spot(file, roll.line)
        yield from check_basis(edition, spot, roll.basis)
        yield from each_known(spot, POST, roll.filed_with, edition.posts)
        for tally in roll.tallies:
            yield from _tally(edition, Spot(file, tally.line), roll.slug, tally, taken)


def _tally(edition: Edition, spot: Spot, roll: str, tally: Tally, taken: dict[str, str]) -> Iterator[Complaint]:
    yield from each_known(spot, BODY, tally.bodies, edition.bodies)
    yield from each_known(spot, POST, tally.also, edition.posts)
    for slug in tally.bodies:
        if slug in edition.bodies:
            counted = Words(f"计数（会议 {slug}）", f"count of {slug}")
            yield from each_known(spot, counted, tally.of, edition.bodies[slug].counts)
        first = taken.setdefault(slug, roll)
        if first != roll:
            yield spot.complaint(
                f"会议“{slug}”已经按“{first}”数人",
                f"the body {slug!r} counts on {first!r} already",
                Words("一个会议只按一个名册数人。", "Let a body count on one roll."),
            )


def check_handover(edition: Edition) -> Iterator[Complaint]:
    """The limit, the witnesses, the posts and the laws of handing over."""
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
    yield from each_known(spot, POST, rule.witnesses, edition.posts)
    yield from check_basis(edition, spot, rule.basis)
    for thing in rule.things.values():
        at = Spot(rule.file, thing.line)
        yield from each_known(at, POST, thing.posts, edition.posts)
        yield from check_basis(edition, at, thing.basis)


def check_spoken(edition: Edition) -> Iterator[Complaint]:
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


def check_leaks(edition: Edition) -> Iterator[Complaint]:
    """The laws on which it rests who may read a personal detail in free words."""
    for rule in edition.leaks.by_kind.values():
        yield from check_basis(edition, Spot(edition.leaks.file, rule.line), rule.basis)

"""Fragments: what many powers do alike, written once and spelled out wherever a definition says ``use``.

Spelling out comes before anything is read, so a stored definition stands by itself: its digest covers every word of it,
and a case goes on as it began when a fragment changes later. Complaints about a fragment's words name its own file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qingdan.domain.catalogue.canonical import TAGS
from qingdan.domain.catalogue.fields import each_named, know, read_slug
from qingdan.domain.catalogue.filling import filled, here, marks
from qingdan.domain.complaints import NAME, closest
from qingdan.domain.flow.model import StepKind
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

USE = "use"
FLOWS = ("flow", "finally")
# The keys whose value is a block or a list of blocks; a mapping elsewhere may well have a key (a fact's name) `use`.
BLOCKS = frozenset({*FLOWS, "then", "otherwise", "do", "repeat", "else", "results"})
DECLARED = ("facts", "outcomes", "any_time", "clocks")  # what a fragment brings beside its steps
_FILE = Words("请把文件改名，或改正 slug。", "Rename the file, or correct slug.")
_SLUG = Words("请写代号，和文件名一样。", "Write the short name, the same as the file's.")
_BLOCKS = Words("请在 flow 下把步骤写成列表。", "Write the steps as a list under flow.")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Blocks with holes. ``takes``: what a use gives for each hole by name; a value is what stands there without it."""

    slug: str
    takes: Mapping[str, Place | None]
    flow: Place
    declared: Mapping[str, Place]


def read_fragment(place: Place) -> Fragment:
    """``fragments/<slug>.yaml``: {slug, title, note?, takes?, facts?, outcomes?, any_time?, clocks?, flow}."""
    know(place, "slug", "title", "note", "takes", *DECLARED, "flow")
    slug = read_slug(place.need("slug", _SLUG))
    if slug != PurePosixPath(place.file).stem:
        place.fail(
            Words(f"片段“{slug}”写在别的名字的文件里", f"the fragment {slug!r} stands in a file of another name"), _FILE
        )
    place.need("title", NAME).words()
    takes = place.get("takes")
    flow = place.need("flow", _BLOCKS)
    flow.items()
    return Fragment(
        slug=slug,
        takes=each_named(takes, lambda _name, p: _hole(p)) if takes else {},
        flow=flow,
        declared={name: found for name in DECLARED if (found := place.get(name))},
    )


def _hole(place: Place) -> Place | None:
    """What one hole is for, and what stands there when a use gives nothing."""
    know(place, "note", "default")
    place.need("note", Words("请说明这里填什么。", "Say what is filled in here.")).words()
    return place.get("default")


def spell_out(definition: Place, fragments: Mapping[str, Fragment]) -> Place:
    """The definition with every ``use`` replaced by the fragment's blocks, and what these declare beside its own.

    What the definition declares itself goes before what a fragment brings under the same name.
    :raises DefinitionError: a fragment that is not there, takes something else, or uses itself.
    """
    root = definition.node
    if not isinstance(root, MappingNode) or not _mentions(root):
        return definition
    writer = _Writer(fragments)
    parts = [(k, writer.spelled(v, definition.file, (), k.value) if k.value in FLOWS else v) for k, v in root.value]
    for name in DECLARED:
        parts = _with_declared(parts, name, writer.declared[name])
    return Place(definition.file, MappingNode(root.ctag, parts, root.start_mark, root.end_mark))


def _mentions(node: Node) -> bool:
    """Whether anything below uses a fragment, as far as one can see without knowing where blocks stand."""
    if isinstance(node, MappingNode):
        return any(key.value == USE or _mentions(value) for key, value in node.value)
    return isinstance(node, SequenceNode) and any(map(_mentions, node.value))


def _with_declared(
    parts: list[tuple[Node, Node]], name: str, brought: list[tuple[Node, Node]]
) -> list[tuple[Node, Node]]:
    """The parts of a definition with more under one key."""
    if not brought:
        return parts
    for at, (key, value) in enumerate(parts):
        if key.value == name and isinstance(value, MappingNode):
            own = {inner.value for inner, _ in value.value}
            more = [pair for pair in brought if pair[0].value not in own]
            whole = MappingNode(value.ctag, [*value.value, *more], value.start_mark, value.end_mark)
            return [*parts[:at], (key, whole), *parts[at + 1 :]]
    where = marks(brought[0][0])
    return [*parts, (ScalarNode(TAGS["str"], name, *where), MappingNode(TAGS["map"], brought, *where))]


class _Writer:
    """Spells out one definition and gathers what the fragments used on the way declare."""

    def __init__(self, fragments: Mapping[str, Fragment]) -> None:
        self.fragments = fragments
        self.declared: dict[str, list[tuple[Node, Node]]] = {name: [] for name in DECLARED}

    def spelled(self, node: Node, file: str, inside: tuple[str, ...], under: str = "flow") -> Node:
        """The node with every use below it spelled out; ``inside`` are the fragments around, ``under`` is its key."""
        if isinstance(node, SequenceNode):
            items = [one for item in node.value for one in self._item(item, file, inside, under)]
            return SequenceNode(node.ctag, items, node.start_mark, node.end_mark)
        if not isinstance(node, MappingNode):
            return node
        if under in BLOCKS and _uses(node):  # a single block stands without a list
            return SequenceNode(TAGS["seq"], self._blocks(Place(file, node), inside), node.start_mark, node.end_mark)
        return self._keys(node, file, inside, under)

    def _keys(self, node: MappingNode, file: str, inside: tuple[str, ...], under: str) -> MappingNode:
        """A mapping with what stands under each of its keys spelled out; under a result stand blocks."""
        result = under == "results"
        pairs = [(k, self.spelled(v, file, inside, "then" if result else str(k.value))) for k, v in node.value]
        return MappingNode(node.ctag, pairs, node.start_mark, node.end_mark)

    def _item(self, item: Node, file: str, inside: tuple[str, ...], under: str) -> list[Node]:
        if under in BLOCKS or under == "together":
            if _uses(item):
                return self._blocks(Place(file, item), inside)
            under = "then" if isinstance(item, SequenceNode) else under  # a branch of `together`
        return [self.spelled(item, file, inside, under if isinstance(item, SequenceNode) else "")]

    def _blocks(self, use: Place, inside: tuple[str, ...]) -> list[Node]:
        know(use, USE, "with", "steps", "without")
        fragment = self._fragment(use.given(USE), inside)
        given = _given(use, fragment)
        inner = (*inside, fragment.slug)
        flow = self.spelled(filled(fragment.flow, given), fragment.flow.file, inner)
        steps = dict(steps_below(flow))
        gone = _names(use, "without", steps)
        changes = use.get("steps")
        changed = dict(changes.pairs()) if changes else {}
        for slug, place in changed.items():
            if slug not in steps:
                place.fail(_no_step(fragment, slug), closest(slug, steps))
        for name, place in fragment.declared.items():
            whole = filled(place, given)
            assert isinstance(whole, MappingNode)
            known = {key.value for key, _ in self.declared[name]}
            self.declared[name] += [p for p in whole.value if p[0].value not in known and not _set_by(p[1], gone)]
        return list(_changed(flow, changed, gone, use.file).value)

    def _fragment(self, name: Place, inside: tuple[str, ...]) -> Fragment:
        slug = name.choice(self.fragments)
        if slug in inside:
            round_ = "、".join((*inside, slug))
            name.fail(
                Words(f"片段套着自己：{round_}", f"the fragment is used inside itself: {', '.join((*inside, slug))}"),
                Words("请把其中一处写出来。", "Write one of them out."),
            )
        return self.fragments[slug]


def _uses(node: Node) -> bool:
    return isinstance(node, MappingNode) and any(key.value == USE for key, _ in node.value)


def _given(use: Place, fragment: Fragment) -> dict[str, Place]:
    """What stands in each hole of a fragment at one use of it."""
    written = use.get("with")
    given = dict(written.pairs()) if written else {}
    for name, place in given.items():
        if name not in fragment.takes:
            place.fail(
                Words(f"片段“{fragment.slug}”没有“{name}”要填", f"the fragment {fragment.slug!r} takes no {name!r}"),
                closest(name, fragment.takes),
            )
    for name, default in fragment.takes.items():
        if name not in given:
            if default is None:
                use.fail(
                    Words(f"片段“{fragment.slug}”要填“{name}”", f"the fragment {fragment.slug!r} needs {name!r}"),
                    Words(f"请在 with 下写 {name}。", f"Write {name} under with."),
                )
            given[name] = default
    return given


def _names(use: Place, key: str, steps: Mapping[str, Node]) -> set[str]:
    """The steps that a use names under ``key``, each of which must be there."""
    found = use.get(key)
    return {place.choice(steps) for place in found.one_or_many()} if found else set()


def _no_step(fragment: Fragment, slug: str) -> Words:
    return Words(f"片段“{fragment.slug}”没有步骤“{slug}”", f"the fragment {fragment.slug!r} has no step {slug!r}")


# -- what a power says otherwise ---------------------------------------------------------------------------------------
def steps_below(node: Node) -> Iterator[tuple[str, MappingNode]]:
    """Every step below a node by its id."""
    if isinstance(node, MappingNode):
        slug = _step_id(node)
        if slug:
            yield slug, node
        for _, value in node.value:
            yield from steps_below(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from steps_below(item)


def _step_id(node: MappingNode) -> str:
    """The id of a step; "" for what is none (a loop has a body under ``do``, a duty a power under ``start``)."""
    keys = {str(key.value): value for key, value in node.value}
    if "for_each" in keys or "owed" in keys:
        return ""
    return next((str(v.value) for k, v in keys.items() if k in set(StepKind) and isinstance(v, ScalarNode)), "")


def _changed(node: Node, changed: Mapping[str, Place], gone: set[str], file: str) -> Node:
    """The blocks with some steps left out, and with keys of others as the power itself says them."""
    if isinstance(node, SequenceNode):
        kept = [item for item in node.value if not (isinstance(item, MappingNode) and _step_id(item) in gone)]
        return SequenceNode(node.ctag, [_changed(i, changed, gone, file) for i in kept], *marks(node))
    if not isinstance(node, MappingNode):
        return node
    own = changed.get(_step_id(node))
    said: dict[str, tuple[Node, Node]] = {}
    if own:
        said = {str(k.value): (here(k, own.file), filled(p, {})) for (k, _), (_, p) in _both(own)}
    kept = [(k, _changed(v, changed, gone, file)) for k, v in node.value]
    pairs = [said.pop(str(k.value), (k, v)) for k, v in kept]
    return MappingNode(node.ctag, [*pairs, *said.values()], *marks(node))


def _both(place: Place) -> Iterator[tuple[tuple[Node, Node], tuple[str, Place]]]:
    pairs = list(place.pairs())  # says that a mapping must stand here
    assert isinstance(place.node, MappingNode)
    return zip(place.node.value, pairs, strict=True)


def _set_by(node: Node, gone: set[str]) -> bool:
    """Whether a fact is written only by steps that were left out."""
    if not gone or not isinstance(node, MappingNode):
        return False
    for key, value in node.value:
        if key.value == "set_by":
            names = value.value if isinstance(value, SequenceNode) else [value]
            return all(str(name.value) in gone for name in names)
    return False

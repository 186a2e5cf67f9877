"""What a process tree allows, found by listing: the definition itself, slow and obvious. And trees at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from random import Random

from hypothesis import strategies as st

from qingdan.domain.flow.conform import process_tree as model
from qingdan.domain.flow.conform.process_tree import ProcessTree

Word = tuple[str, ...]
Ended = tuple[str | None, ...]  # by what a word was cut off: nothing, or the name of a scope; None: the whole run
Words = frozenset[tuple[Word, Ended]]


def language(tree: ProcessTree, most: int) -> frozenset[Word]:
    """Every trace of at most ``most`` events that a tree allows."""
    return frozenset(word for word, _ended in _words(tree, most))


def _words(tree: ProcessTree, most: int) -> Words:
    match tree:
        case model.Activity(label=label):
            return frozenset({((label,), ())}) if most else frozenset()
        case model.Silent():
            return frozenset({((), ())})
        case model.Terminate(scope=scope):
            return frozenset({((), (scope,))})
        case model.Scoped(body=body, name=name, handler=handler):
            inside, caught = _words(body, most), _words(handler, most)
            left = frozenset((w, ended) for w, ended in inside if ended != (name,))
            cut = frozenset((w, ()) for w, ended in inside if ended == (name,))
            return left | _one_after_the_other([cut, caught], most)
        case model.Sequence(children=children):
            return _one_after_the_other([_words(c, most) for c in children], most)
        case model.Exclusive(children=children):
            return frozenset().union(*(_words(c, most) for c in children))
        case model.Parallel(children=children):
            return _mixed(children, most)
        case model.Inclusive(children=children):
            chosen = ([c for i, c in enumerate(children) if mask >> i & 1] for mask in range(1, 1 << len(children)))
            return frozenset().union(*(_mixed(some, most) for some in chosen))
        case model.Loop(do=do, redo=redo):
            once = _words(do, most)
            again = _one_after_the_other([_words(redo, most), once], most)
            found, newest = once, once
            while newest:
                newest = _one_after_the_other([newest, again], most) - found
                found |= newest
            return found
    raise AssertionError(tree)


def _one_after_the_other(parts: list[Words], most: int) -> Words:
    found: Words = frozenset({((), ())})
    for part in parts:
        found = frozenset(
            pair
            for word, ended in found
            for pair in ([(word, ended)] if ended else [(word + more, last) for more, last in part])
            if len(pair[0]) <= most
        )
    return found


def _mixed(children: Sequence[ProcessTree], most: int) -> Words:
    """Every mixture: of whole words, or of one that ends the run with beginnings of the others."""
    parts = [_words(child, most) for child in children]
    whole: Words = frozenset({((), ())})
    for part in parts:
        plain = frozenset(word for word, ended in part if not ended)
        whole = frozenset((mixed, ()) for mixed in _shuffled(frozenset(w for w, _ in whole), plain, most))
    cut: set[tuple[Word, Ended]] = set()
    for i, part in enumerate(parts):
        for word, ended in part:
            if ended:
                mixtures = frozenset({word})
                for other in (*children[:i], *children[i + 1 :]):
                    mixtures = _shuffled(mixtures, _begun(other, most), most)
                cut |= {(m, ended) for m in mixtures}
    return whole | cut


def _begun(tree: ProcessTree, most: int) -> frozenset[Word]:
    """Every beginning, of at most ``most`` events, of a trace however long."""
    match tree:
        case model.Activity(label=label):
            return frozenset({(), (label,)} if most else {()})
        case model.Scoped(body=body, name=name, handler=handler):
            cut = frozenset(word for word, ended in _words(body, most) if ended == (name,))
            return _begun(body, most) | _followed(cut, _begun(handler, most), most)
        case model.Sequence(children=children):
            found, before = frozenset({()}), frozenset({()})
            for child in children:
                found |= _followed(before, _begun(child, most), most)
                before = _followed(before, _plain(child, most), most)
            return found
        case model.Exclusive(children=children):
            return frozenset().union(*(_begun(c, most) for c in children))
        case model.Parallel(children=children) | model.Inclusive(children=children):
            found = frozenset({()})
            for child in children:
                found = _shuffled(found, _begun(child, most), most)
            return found
        case model.Loop(do=do, redo=redo):
            rounds = _plain(tree, most)
            again = _followed(rounds, _plain(redo, most), most)
            return (
                _begun(do, most)
                | _followed(rounds, _begun(redo, most), most)
                | _followed(again, _begun(do, most), most)
            )
        case _:
            return frozenset({()})


def _plain(tree: ProcessTree, most: int) -> frozenset[Word]:
    return frozenset(word for word, ended in _words(tree, most) if not ended)


def _followed(one: frozenset[Word], other: frozenset[Word], most: int) -> frozenset[Word]:
    return frozenset(a + b for a in one for b in other if len(a) + len(b) <= most)


def _shuffled(one: frozenset[Word], other: frozenset[Word], most: int) -> frozenset[Word]:
    return frozenset(m for a in one for b in other if len(a) + len(b) <= most for m in _shuffles(a, b))


def _shuffles(one: Word, other: Word) -> Iterator[Word]:
    if not one or not other:
        yield one + other
        return
    for rest in _shuffles(one[1:], other):
        yield (one[0], *rest)
    for rest in _shuffles(one, other[1:]):
        yield (other[0], *rest)


BLOCKS = {
    "sequence": model.Sequence,
    "exclusive": model.Exclusive,
    "parallel": model.Parallel,
    "inclusive": model.Inclusive,
}


def tree_at_random(dice: Random, deepest: int = 3, *, distinct: bool = True, cut_off: bool = False) -> ProcessTree:
    """A tree with silent steps, loops and parallel blocks. ``distinct``: no label stands twice; ``cut_off``: a branch
    may end the whole run."""
    numbers = count()

    def label() -> str:
        return chr(ord("a") + (next(numbers) if distinct else dice.randrange(3)))

    def tree(depth: int, around: tuple[str, ...] = ()) -> ProcessTree:
        kinds = ["activity"] * 4 + ["silent"] + (["terminate"] if cut_off else [])
        if depth:
            kinds += [*BLOCKS, "loop"] * 2
            kinds += ["scoped"] * 3 if cut_off else []
        kind = dice.choice(kinds)
        if kind == "activity":
            return model.Activity(label())
        if kind == "silent":
            return model.Silent()
        if kind == "terminate":
            return model.Terminate(dice.choice([None, *around]))
        if kind == "loop":
            return model.Loop(tree(depth - 1, around), tree(depth - 1, around))
        if kind == "scoped":
            name = f"s{len(around)}"
            return model.Scoped(tree(depth - 1, (*around, name)), name, tree(depth - 1, around))
        return BLOCKS[kind](tuple(tree(depth - 1, around) for _ in range(dice.randint(2, 3))))

    return tree(deepest)


def trees(deepest: int = 3, *, distinct: bool = True, cut_off: bool = False) -> st.SearchStrategy[ProcessTree]:
    """The same, drawn by Hypothesis."""
    thrown = st.randoms(use_true_random=False)
    return thrown.map(lambda dice: tree_at_random(dice, deepest, distinct=distinct, cut_off=cut_off))

"""Which combinations of posts are told, that they are the smallest, and that interchangeable posts are told alike."""

from __future__ import annotations

from itertools import combinations

import pytest

from qingdan.domain.catalogue.proving import Prover, has_party, posts_of_cases
from qingdan.domain.catalogue.remedies import remedy_for
from qingdan.domain.flow.separation.checks import Source, checks_of
from qingdan.domain.flow.separation.combinations import Combinations
from qingdan.domain.flow.separation.judge import Judge, Verdict
from qingdan.domain.flow.separation.staff import Cause, Establishment, Staff
from qingdan.domain.flow.separation.village import InVillage
from qingdan.domain.flow.simulate.exhaustive import explore
from qingdan.domain.rules.standing_in import Candidate
from tests.domain.flow.reading_flows import running
from tests.domain.flow.separation.test_against_brute_force import FLOWS, POSTS
from tests.loaded import shipped

EDITION = shipped()


def judge_of(text: str) -> Judge:
    from qingdan.domain.flow.separation.checks import watched_of

    machine = running(text)
    return Judge(machine, explore(machine, watched=watched_of(machine.flow)).contexts)


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("seats", [1, 2])
def test_exactly_the_smallest_sets_are_told(name, seats):
    """Every set of posts is judged by itself, without any short cut, and compared."""
    judge, establishment = judge_of(FLOWS[name]), Establishment(dict.fromkeys(POSTS, seats))
    told = list(Combinations(establishment).of(name, judge, recusal=True))
    for target in judge.targets:
        roles = judge.roles(target)
        usual = judge.verdict(target, establishment.staff(roles))
        for cause in (Cause.BOTH_POSTS, Cause.VACANT, Cause.RECUSED):
            plain = {
                several: judge.verdict(target, establishment.staff(roles, cause, several))
                for size in range(1 if cause is not Cause.BOTH_POSTS else 2, len(roles) + 1)
                for several in map(frozenset, combinations(sorted(roles), size))
            }
            smallest = {
                several: verdict
                for several, verdict in plain.items()
                if verdict > max([usual, *(v for part, v in plain.items() if part < several)])
            }
            found = {
                f.posts: f.verdict
                for f in told
                if f.target == target and f.parts[0].cause is cause and len(f.parts) == 1
            }
            assert found == smallest


def test_two_signatures_by_one_person_need_a_deputy_who_saves_it():
    prover = Prover(EDITION)
    proof = prover.prove("seal-use")
    lost = [f for f in proof.findings if f.parts[0].cause is Cause.BOTH_POSTS and f.target.check is None]
    assert any(f.posts == {"party-secretary", "village-director"} and f.verdict is Verdict.ALWAYS for f in lost) or lost
    assert all(f.with_deputies <= f.verdict for f in proof.findings)
    for found in proof.findings:
        remedy = proof.remedies[found]
        assert remedy is None or remedy.by or found.saved


def test_the_remedy_is_the_first_that_nobody_concerned_would_give():
    prover = Prover(EDITION)
    judge = prover.judge("seal-use")
    check = next(t for t in judge.targets if t.check is not None)
    rule = EDITION.separation
    assert remedy_for(rule, check, set(), saved=False) is rule.remedies["supervision-countersigns"]
    concerned = {"supervision-head", "supervision-member"}
    assert remedy_for(rule, check, concerned, saved=False) is rule.remedies["town-reviews"]
    step = next(t for t in judge.targets if t.check is None)
    assert remedy_for(rule, step, set(), saved=True) is rule.remedies["deputy-signs"]
    assert remedy_for(rule, step, set(EDITION.posts), saved=False) is None


def test_checks_are_declared_within_and_implied():
    found = {(c.of, c.by, c.source, c.enforced) for c in checks_of(running(FLOWS["chain"]).flow)}
    assert ("ask", "sign", Source.DECLARED, True) in found
    assert ("buy", "buy", Source.WITHIN, True) in found
    assert ("buy", "look", Source.DECLARED, True) in found
    split = {(c.of, c.by, c.source, c.enforced) for c in checks_of(running(FLOWS["split"]).flow)}
    assert ("both", "both", Source.WITHIN, False) in split  # all: true, and nothing says that they must be two
    assert ("take", "out", Source.IMPLIED, False) in split


def test_a_village_is_told_because_of_whom_and_what_would_be():
    judge = judge_of("""
        outcomes: {done: {zh: 办成, en: done}}
        flow: [{do: ask, by: a, N}, {approve: sign, by: b, N, not_by: [ask]}]
        finally: [{archive: file, by: c, N}]
    """)
    staff = Staff({"a": (1,), "b": (1,), "c": (), "d": (4,)}, {"b": (Candidate(4, 1),)})
    found = list(InVillage(staff).of("p", judge, recusal=False))
    told = {(w.target.step, w.reasons[0].cause, w.reasons[0].posts, w.reasons[0].person, w.saved) for w in found}
    assert ("sign", Cause.BOTH_POSTS, frozenset({"a", "b"}), 1, True) in told
    assert ("file", Cause.VACANT, frozenset({"c"}), None, False) in told
    would = [w for w in InVillage(staff).of("p", judge, recusal=True) if w.reasons[0].cause is Cause.RECUSED]
    assert {w.target.step for w in would} == {"ask"}
    assert all(w.reasons[0].person is None for w in would)  # by post alone: nobody is said to be anybody's kin


def test_posts_of_cases_and_parties_are_read_from_the_list():
    assert posts_of_cases(EDITION) == {"election-chair", "election-member"}
    assert has_party(EDITION.powers["minimum-living"].flow, EDITION)

"""Who comes to read what is written of a question or an opinion, and the check for personal details of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.leaking import subject_of
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.leaks.acts import require_clean
from qingdan.records.leaks.guarding import Spot
from qingdan.records.leaks.queries import Subject
from qingdan.records.register.acts import Acting
from qingdan.watch.hearings.models import Question
from qingdan.watch.progress.openness import followed_by


def readers_of_answers(case: Case) -> Audience:
    """Who reads questions to a meeting and their answers once they are public: whoever may follow its case."""
    return followed_by(case)


def readers_of_views(case: Case, key: str) -> Audience:
    """Who comes to read the opinions of a hearing: those whom the fact is for that they fill. The minutes are for its
    parties."""
    running = machine_of(case)
    hears = running.step(key).hears
    name = hears.named.get("views") if hears else None
    return running.flow.facts[name].audience if name else Audience.PARTIES


def subject(question: Question) -> Subject:
    """Under what it is kept that a detail in a question or its answer was let stand."""
    return ("question", question.pk)


def spots_of(case: Case, question: Question) -> list[Spot]:
    """What is read of a question when it is public."""
    audience = readers_of_answers(case)
    return [
        Spot("says", _("村民写的"), question.words, audience),
        Spot("says", _("答复"), question.answer or "", audience),
    ]


def require_clean_answer(acting: Acting, case: Case, question: Question, spots: list[Spot], why: str) -> None:
    """Stop an answer, or a question that is to be public, with something personal in it; call it inside an act.

    :raises Refused: saying what, where, and what to do.
    """
    require_clean(
        acting=acting, village=case.village, subject=subject(question), spots=spots, why=why,
        about={"number": question.number},
    )  # fmt: skip


def require_clean_view(acting: Acting, case: Case, key: str, label: str, words: str, why: str) -> None:
    """The same of an opinion, or of why it is taken up: what stands is kept under the case, as whatever its notices
    show. :raises Refused: saying what, where, and what to do."""
    require_clean(
        acting=acting, village=case.village, subject=subject_of(case), about={"number": case.number},
        spots=[Spot("words", label, words, readers_of_views(case, key))], why=why,
    )  # fmt: skip

"""The check for personal details of what is written by hand: its words, tables and attachments, each for its own
readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.leaking import FREE, subject_of
from qingdan.records.files.allowed import BY_MIME
from qingdan.records.files.serving import original
from qingdan.records.files.texts.passages import table_lines
from qingdan.records.leaks.acts import let_stand, require_clean
from qingdan.records.leaks.attachments import check_file
from qingdan.records.leaks.forms import Standing
from qingdan.records.leaks.guarding import Finding, Guard, Spot
from qingdan.records.leaks.queries import Allowed, Subject
from qingdan.records.register.acts import Acting, Refused
from qingdan.watch.boards.content import Row, audience_of, text_of
from qingdan.watch.boards.models import Notice, NoticeDraft

BY_HAND = frozenset({"prose", "text", "table", *map(str, FREE)})  # rows whose words are free


@dataclass(frozen=True, slots=True)
class Found:
    """What is in a draft that its readers may not have, and what nobody but a person can look through."""

    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def may_stand(self) -> bool:
        """Whether all of it may stay if somebody says why."""
        return bool(self.findings) and all(one.leak.may_stand for one in self.findings)

    @property
    def sentences(self) -> list[str]:
        """Each finding with where it stands: in a line of the form, in a file."""
        return [f"{one.spot.label}：{one.sentence}" for one in self.findings]


class Leaking(Refused):
    """Something personal stands where too many would read it; ``found`` says what and where."""

    def __init__(self, found: Found) -> None:
        super().__init__(_("里面有不该给这么多人看的个人信息，或者有查不了的图片，先处理好再交。"))
        self.found = found


def subject(about: Notice | NoticeDraft) -> Subject:
    """Under what it is kept that a detail was let stand: the case, or the draft or notice itself."""
    if isinstance(about, NoticeDraft):
        return ("notice-draft", about.pk)
    return subject_of(about.case) if about.case is not None else ("notice", about.pk)


def look_through(draft: NoticeDraft) -> Found:
    """Everything in a draft that nobody has let stand. Attachments are read in processes of their own: takes
    seconds."""
    guard = Guard(draft.village)
    findings = guard.findings(_spots(draft))
    unread: list[str] = []
    for one in draft.files.select_related("file").order_by("pk"):
        kind = BY_MIME[one.file.mime]
        # The name of a file is read by whoever sees that there is one.
        findings += guard.findings([Spot("files", _("附件的文件名"), one.name, Audience(one.audience))])
        checked = check_file(guard, one.name, original(one.file), kind, Audience(one.audience))
        # Where in a file it stands is said with the file's name.
        findings += [replace(f, spot=replace(f.spot, label=f"{one.name}，{f.spot.label}")) for f in checked.findings]
        unread += [f"{one.name}：{said}" for said in checked.unread]
    allowed = [Allowed(subject(draft))]
    if draft.corrects is not None:
        allowed.append(Allowed(subject(draft.corrects)))
    left = [f for f in findings if not any(a(f.leak, f.spot.audience) for a in allowed)]
    return Found(tuple(left), tuple(unread))


def _spots(draft: NoticeDraft) -> Iterator[Spot]:
    whole = Audience(draft.audience)
    yield Spot("title", _("标题"), draft.title, whole)
    yield Spot("why", _("更正的原因"), draft.why, whole)
    for row in draft.body:
        if row["type"] in BY_HAND:
            label, audience = row["title"].get("zh") or _("正文"), audience_of(row, draft.audience)
            cells = _cells(row) if row["type"] == "table" else ()
            yield Spot(row["name"], label, text_of({**row, "value": None} if cells else row), audience)
            for r, c, text in cells:
                where = _("表格第%(row)s行第%(column)s列") % {"row": r, "column": c}
                yield Spot(row["name"], f"{label}，{where}", text, audience)


def _cells(row: Row) -> list[tuple[int, int, str]]:
    """The cells of a table, each with digits after its column's head: a bare number says nothing."""
    return list(table_lines([row["value"]["heads"], *row["value"]["rows"]]))


def require_clean_words(acting: Acting, notice: Notice, spots: Iterable[Spot], why: str) -> None:
    """Stop words that come to stand beside a notice with something personal in them; call it inside an act.

    :raises Refused: saying what, where, and what to do.
    """
    require_clean(
        acting=acting, village=notice.village, subject=subject(notice), about=_about(notice), spots=spots, why=why
    )


def _about(notice: Notice) -> dict[str, str]:
    return {"number": notice.case.number if notice.case else notice.code.upper(), "code": notice.code}


def require_clean_draft(acting: Acting, draft: NoticeDraft, why: str, looked: bool) -> None:
    """Stop a draft in which something personal stands, unless whoever hands it in says by name why it must, where the
    rules leave that open; and until somebody has looked at what cannot be read by a machine. Call it inside an act.

    :raises Leaking: saying what, where, and what to do.
    """
    found = look_through(draft)
    stands = found.may_stand and bool(why.strip())
    if (found.findings and not stands) or (found.unread and not looked):
        raise Leaking(found)
    if found.findings:
        let_stand(
            acting=replace(acting, once=None), subject=subject(draft), place=draft.place,
            about={"number": f"D{draft.pk}", "draft": draft.pk}, findings=found.findings, why=why,
        )  # fmt: skip


def leaks_in_answer(notice: Notice, gist: str, answer: str) -> list[Finding]:
    """What in the public wording of an answer the readers of its notice may not have."""
    whole, allowed = Audience(notice.audience), Allowed(subject(notice))
    spots = [Spot("gist", _("异议的大意"), gist, whole), Spot("public_answer", _("公开的答复"), answer, whole)]
    return [one for one in Guard(notice.village).findings(spots) if not allowed(one.leak, one.spot.audience)]


def keep_standing(acting: Acting, notice: Notice, standing: Standing | None) -> None:
    """Record what of an answer was let stand, in the transaction of the act that took the words in."""
    if standing is not None:
        let_stand(
            acting=acting, subject=subject(notice), place=notice.place, about=_about(notice),
            findings=standing.findings, why=standing.why,
        )  # fmt: skip

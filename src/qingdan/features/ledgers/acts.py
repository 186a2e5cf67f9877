"""Importing a ledger, and removing one. The register keeps that it was there, and what it came to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingdan.features.ledgers.drafts import drop_draft
from qingdan.features.ledgers.judging import Standard, Verdicts, days_of
from qingdan.features.ledgers.kinds import IMPORTED, REMOVED
from qingdan.features.ledgers.models import Draft, Finding, JudgedCase, Ledger
from qingdan.records.editions.queries import edition_of
from qingdan.records.register.acts import Acting, Record, Refused, act

AT_ONCE = 500
MOST_REASON = 300


@act(IMPORTED)
def import_ledger(
    *, acting: Acting, draft: Draft, standard: Standard, verdicts: Verdicts, expected: str
) -> Record[Ledger]:
    """Keep what was found in a draft (``judging.judge_draft``); the draft, and every name in it, is gone.

    ``expected`` is the digest that the preview showed. :raises Refused: for a file that was imported before, and for a
    draft that has gone or was changed since.
    """
    now = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if now is None or now.layout != draft.layout or expected != draft.digest:
        raise Refused(_("这份表格已经办过了，或者被换掉了。请重新选一次文件。"))
    village, power = draft.village, standard.power
    if Ledger.objects.filter(village=village, power=power.slug, digest=draft.digest).exists():
        raise Refused(
            _("%(village)s已经导入过这个文件了。要重新核对，请先删掉那一份。") % {"village": village.short_name}
        )
    ledger = _keep(acting, draft, standard, verdicts)
    drop_draft(draft)
    return Record(
        value=ledger,
        subject=("ledger", ledger.pk),
        place=village.path,
        data={
            "village": village.short_name, "power": power.title.zh, "slug": power.slug, "edition": ledger.edition,
            "cases": ledger.cases, "fitting": ledger.fitting, "deviations": ledger.deviations, "sha256": ledger.digest,
        },
        personal={"file": ledger.file_name},
    )  # fmt: skip


def _keep(acting: Acting, draft: Draft, standard: Standard, verdicts: Verdicts) -> Ledger:
    counts, village = verdicts.counts, draft.village
    ledger = Ledger.objects.create(
        village=village, place=village.path, power=standard.power.slug, edition=standard.edition.digest,
        limits=standard.own_limits, unrecorded=list(verdicts.unrecorded), file_name=draft.file_name,
        digest=draft.digest, imported_at=acting.at, imported_by_id=acting.person_id,
        cases=counts.traces, fitting=counts.fitting, events=counts.events, deviations=counts.deviations,
    )  # fmt: skip
    rows, findings = [], []
    for seq, (past, one, said) in enumerate(verdicts.cases):
        first, last = days_of(past.case)
        row = JudgedCase(
            ledger=ledger, seq=seq, number=past.number, name=past.title, line=past.line, first_on=first, last_on=last,
            events=len(one.case.events), fits=not said,
        )  # fmt: skip
        rows.append(row)
        findings += [
            Finding(
                ledger=ledger, case=row, kind=s.kind, step=s.step, other=s.other, line=s.line or past.line, zh=s.zh,
                en=s.en,
            )
            for s in said
        ]  # fmt: skip
    JudgedCase.objects.bulk_create(rows, batch_size=AT_ONCE)
    for finding in findings:
        finding.case_id = finding.case.pk
    Finding.objects.bulk_create(findings, batch_size=AT_ONCE)
    return ledger


@act(REMOVED)
def remove_ledger(*, acting: Acting, ledger: Ledger, why: str) -> Record[None]:
    """Remove a ledger with everything that was found in it. :raises Refused: without a reason, or when it is gone."""
    why = why.strip()[:MOST_REASON]
    if not why:
        raise Refused(_("请写明为什么删掉。"))
    gone = Ledger.objects.select_for_update().select_related("village").filter(pk=ledger.pk).first()
    if gone is None:
        raise Refused(_("这份台账已经删掉了。"))
    pk, village = gone.pk, gone.village
    Finding.objects.filter(ledger=gone).delete()
    JudgedCase.objects.filter(ledger=gone).delete()
    Ledger.objects.filter(pk=pk).delete()
    return Record(
        value=None,
        subject=("ledger", pk),
        place=gone.place,
        data={
            "village": village.short_name, "power": _title(gone), "slug": gone.power, "edition": gone.edition,
            "cases": gone.cases, "fitting": gone.fitting, "deviations": gone.deviations, "sha256": gone.digest,
        },
        personal={"why": why, "file": gone.file_name},
    )  # fmt: skip


def _title(ledger: Ledger) -> str:
    return edition_of(ledger.edition).powers[ledger.power].title.zh

"""Drafts: what somebody has typed and not handed in. No record and no act; handing in removes it."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone

from qingdan.features.cases.gates import SeenCase
from qingdan.features.cases.models import Draft

MOST_CHARACTERS = 20_000
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "once"})  # what the page itself puts into a form


def keep_draft(seen: SeenCase, key: str, typed: QueryDict) -> None:
    """Keep what was typed into the step's form, as it was typed. Files are not part of a draft."""
    # No database keeps the sign of number zero; a step's own form refuses it in words.
    wanted = {k: v[:MOST_CHARACTERS].replace("\x00", "") for k, v in typed.items() if k not in NOT_TYPED}
    Draft.objects.update_or_create(
        case=seen.case, key=key, person=seen.viewer.person, defaults={"data": wanted, "saved_at": timezone.now()}
    )


def give_draft(draft: Draft, to: int | None) -> None:
    """Let somebody else go on with what was typed, inside the act by which he takes over; None drops it.

    Whoever has typed something at the same step himself keeps his own.
    """
    if to is not None and not Draft.objects.filter(case=draft.case, key=draft.key, person=to).exists():
        draft.person_id = to
        draft.save(update_fields=["person"])
    else:
        Draft.objects.filter(pk=draft.pk).delete()

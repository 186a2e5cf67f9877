"""Reads ``leaks.yaml``: how wide each kind of personal detail may go in free words, and who may let one stand."""

from __future__ import annotations

from collections.abc import Mapping

from qingdan.domain.catalogue.fields import basis_or_none, each_named, flag, know, words_or_none
from qingdan.domain.catalogue.parts import AudienceLimit
from qingdan.domain.complaints import closest, is_unknown, one_of
from qingdan.domain.flow.model import FactType
from qingdan.domain.leaks.model import LeakKind, LeakRule, LeakRules
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience, wider
from qingdan.domain.words import Words

_KINDS = Words("请写 kinds:，下面每种信息写一段。", "Write kinds: and under it one block for each kind.")
_LIKE = Words("请写跟哪种数据项一样：like: phone。", "Name the type of fact whose audience holds: like: phone.")
_KIND = Words("个人信息", "kind of detail")
_TYPE = Words("有可见范围的类型", "type with an audience limit")


def read_leaks(place: Place, limits: Mapping[FactType, AudienceLimit]) -> LeakRules:
    """``limits``: the audience limits of the edition's head. :raises DefinitionError: with everything wrong."""
    know(place, "kinds")
    kinds = each_named(place.need("kinds", _KINDS), lambda name, p: _rule(name, p, limits))
    return LeakRules({LeakKind(name): rule for name, rule in kinds.items()}, place.file)


def _rule(name: str, place: Place, limits: Mapping[FactType, AudienceLimit]) -> LeakRule:
    know(place, "like", "with_reason", "basis", "setting", "note")
    if name not in set(LeakKind):
        place.fail(is_unknown(_KIND, name), one_of(LeakKind))
    like, reason = place.need("like", _LIKE), place.get("with_reason")
    known = {str(type_): limit.audience for type_, limit in limits.items()}
    if like.text() not in known:
        like.fail(is_unknown(_TYPE, like.text()), closest(like.text(), known))
    widest = known[like.text()]
    with_reason = Audience(reason.choice(list(Audience))) if reason else None
    if reason and with_reason and not wider(with_reason, widest):
        reason.fail(
            Words(f"“{with_reason}”不比“{widest}”宽", f"{str(with_reason)!r} is no wider than {str(widest)!r}"),
            Words("请写更宽的范围，或者删去 with_reason。", "Name a wider audience, or delete with_reason."),
        )
    basis, setting = basis_or_none(place.get("basis")), flag(place.get("setting"), False)
    if not basis and not setting:
        place.fail(
            Words("规矩要有依据", "a rule needs its reason"),
            Words(
                "请写 basis: [{law: …, articles: […]}]，或者 setting: true。",
                "Write basis: [{law: …, articles: […]}], or setting: true.",
            ),
        )
    return LeakRule(widest, with_reason, basis, setting, words_or_none(place.get("note")), place.line)

"""What the search, the simulation and the judges found, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.proving import Proof
from qingdan.domain.flow.model import Clock
from qingdan.domain.flow.simulate.found import Exhausted
from qingdan.domain.flow.simulate.montecarlo import Late, Simulated
from qingdan.domain.flow.simulate.spread import Share, Spread
from qingdan.domain.flow.simulate.times import ASSUMED, HANDLING, USUAL
from qingdan.domain.flow.vocabulary import kind_words
from qingdan.features.cases.durations import MOST_CASES
from qingdan.records.people.wording import said
from qingdan.web.simulation.report import Report, Section, Table
from qingdan.web.simulation.wording import Wording, combination, days, limit, percent, posts, verdict

FEW = 10  # times that a step was seen, below which its times say little


def report_of(
    edition: Edition,
    exhausted: Exhausted,
    day: date,
    simulated: Simulated | None = None,
    proof: Proof | None = None,
    place: str = "",
) -> Report:
    """Everything about one power. ``place``: the name of the village whose posts and times were taken, or ""."""
    power = edition.powers[exhausted.power]
    about = [
        (_("事项"), f"{power.number} {said(power.title)}"),
        (_("清单"), f"{said(edition.title)} {edition.head.version}"),
        (_("清单摘要"), edition.digest),
        (_("日期"), day.isoformat()),
        (_("村"), place or _("不按哪个村，按清单推演")),
    ]
    words, sections = Wording(edition, exhausted.power), [*_searched(edition, exhausted)]
    if simulated is not None:
        if place:
            about.append((_("这个村办完过的件数"), str(simulated.setting.observed.cases)))
        about += [(_("模拟件数"), str(simulated.setting.cases)), (_("随机种子"), str(simulated.setting.seed))]
        sections = [*_simulated(words, simulated), *sections]
    if proof is not None:
        sections.append(_separated(edition, words, proof))
    if simulated is not None:
        sections.append(Section(_("这些数是怎么来的"), tuple(_assumed(words, simulated, place))))
    return Report(_("%(power)s：模拟推演") % {"power": said(power.title)}, tuple(about), tuple(sections))


def _searched(edition: Edition, found: Exhausted) -> Iterator[Section]:
    words = Wording(edition, found.power)
    yield Section(_("每条路都走一遍"), tuple(_verdict(words, found)), _endings(words, found))
    rows = tuple(
        (words.step(name), _("、").join(words.result(name, r) for r in one.results), str(one.assignments))
        for name, one in found.reached.items()
    )
    head = (_("步骤"), _("走到过的结果"), _("签字的排法"))
    yield Section(_("每一步"), (), Table(head, rows), folded=True)


def _verdict(words: Wording, found: Exhausted) -> Iterator[str]:
    told = {
        "states": found.states,
        "moves": found.transitions,
        "reached": len(found.reached),
        "steps": len(found.reached) + len(found.unreached),
        "taken": sum(len(b.taken) for b in found.branches),
        "ways": sum(b.ways for b in found.branches),
        "ends": len(found.endings),
        "all": len(found.endings) + len(found.missing),
    }
    first = _("走遍了 %(states)d 种状态、%(moves)d 次变化。")
    reached = _(
        "%(reached)d／%(steps)d 个步骤走得到，%(taken)d／%(ways)d 条岔路走得通，%(ends)d／%(all)d 种结局到得了。"
    )
    yield (first + reached) % told
    if found.dead_ends:
        yield _("有卡住的地方：%(where)s。") % {"where": _stuck(words, found)}
    else:
        yield _("没有卡住的地方。")
    if found.unreached:
        yield _("走不到的步骤：%(steps)s。") % {"steps": _("、").join(map(words.step, found.unreached))}
    if found.missing:
        yield _("到不了的结局：%(ends)s。") % {"ends": _("、").join(map(words.outcome, found.missing))}


def _stuck(words: Wording, found: Exhausted) -> str:
    return _("；").join(
        _("、").join(words.step(key.partition("#")[0]) for key in several) for several in found.dead_ends
    )


def _endings(words: Wording, found: Exhausted) -> Table:
    rows = tuple((words.outcome(e.outcome), str(e.shortest), str(e.longest)) for e in found.endings.values())
    most = max((e.longest for e in found.endings.values()), default=1)
    bars = tuple(e.longest / most for e in found.endings.values())
    return Table((_("结局"), _("最少几步"), _("最多几步")), rows, bars, _("最多几步"))


def _simulated(words: Wording, found: Simulated) -> Iterator[Section]:
    told = {"p50": days(found.days.p50), "p90": days(found.days.p90), "year": f"{found.a_year:.0f}"}
    says = _("一半的件在 %(p50)s 天内办完，九成在 %(p90)s 天内办完。照这样一年办得完 %(year)s 件。") % told
    spreads = found.by_outcome
    rows = tuple((words.outcome(o), str(s.n), days(s.p50), days(s.p90)) for o, s in spreads.items())
    head = (_("结局"), _("件数"), _("一半不超过（天）"), _("九成不超过（天）"))
    yield Section(_("要多少天"), (says,), Table(head, rows, _bars(list(spreads.values())), _("九成不超过（天）")))
    yield _waiting(words, found)
    late = tuple(_late(words, found))
    if late:
        told_late = (_("括号里是 95% 区间：件数越多越窄。"),)
        bars = tuple(row[3] for row in late)
        table = Table(
            (_("法定期限"), _("期限"), _("没守住的份额")), tuple(row[:3] for row in late), bars, _("没守住的份额")
        )
        yield Section(_("没守住法定期限的有多少"), told_late, table)


def _waiting(words: Wording, found: Simulated) -> Section:
    rows = tuple(
        (
            words.step(w.step),
            str(w.days.n),
            days(w.days.p50),
            days(w.days.p90),
            days(w.queued.p90),
            _seen(w.observed),
        )
        for w in found.steps
    )
    head = (_("步骤"), _("次数"), _("一半不超过（天）"), _("九成不超过（天）"), _("其中排队（天）"), _("时间来源"))
    return Section(_("等在哪一步"), (), Table(head, rows, _bars([w.days for w in found.steps]), _("九成不超过（天）")))


def _seen(found: Spread | None) -> str:
    if found is None:
        return _("假定")
    return _("实际：%(n)d 次，中位 %(p50)s 天") % {"n": found.n, "p50": days(found.p50)}


def _bars(spreads: Sequence[Spread]) -> tuple[float, ...]:
    most = max((s.p90 for s in spreads), default=0.0) or 1.0
    return tuple(s.p90 / most for s in spreads)


def _late(words: Wording, found: Simulated) -> Iterator[tuple[str, str, str, float]]:
    clocks = words.power.flow.clocks
    for clock in found.clocks:
        yield (
            said(clocks[clock.clock].name), _counted(words, clocks[clock.clock], clock), _share(clock.share),
            clock.share.value,
        )  # fmt: skip
    for step in found.steps:
        if step.late is not None and step.limit:
            yield words.step(step.step), limit(step.limit), _share(step.late), step.late.value


def _counted(words: Wording, clock: Clock, found: Late) -> str:
    """A limit, and how it counts."""
    told = {"limit": limit(found.limit), "step": words.step(clock.to)}
    if clock.before:
        return _("“%(step)s”以前至少%(limit)s") % told
    if clock.since is None:
        return str(told["limit"])
    told["day"] = said(words.power.flow.facts[clock.since].title)
    if found.observed:
        return _("从“%(day)s”起%(limit)s") % told
    return _("从“%(day)s”起%(limit)s（这一天是假定的）") % told


def _share(share: Share) -> str:
    return f"{percent(share.value)} ({percent(share.low)} – {percent(share.high)})"


def _separated(edition: Edition, words: Wording, proof: Proof) -> Section:
    rows = []
    for found in proof.findings:
        remedy = proof.remedies[found]
        who = combination(edition, found.parts)
        rows.append(
            (who, words.target(found.target), verdict(found.verdict), said(remedy.name) if remedy else _("没有"))
        )
    says = [
        _("每种职务组合都试过：一人兼任、空缺、回避，各到不能再少的几个职务。"),
        _("同时有两样的也都试过：两个人各兼两职，或者有人兼任、另一职又缺人。一职有几人的，缺一人就写“不在岗”。"),
        _("同时有三样以上的不列在这里。哪个村真是这样，看那个村的“谁办、谁查”：那里按实有的人一次算清。"),
    ]
    if proof.unseparated:
        own = _("；").join(map(words.target, proof.unseparated))
        says.append(_("就算每个职务都另有其人，规定本身也没有分开：%(what)s。") % {"what": own})
    head = (_("谁"), _("会怎样"), _("多常"), _("补救"))
    return Section(_("谁和谁不能是同一个人"), tuple(says), Table(head, tuple(rows)), folded=True)


def _assumed(words: Wording, found: Simulated, place: str) -> Iterator[str]:
    setting = found.setting
    yield from _observed(words, found, place) if place else ()
    yield _("下面这些是假定，不是事实：")
    kinds = _("；").join(
        _("%(kind)s %(low)s–%(high)s 个工作日，多为 %(mode)s")
        % {"kind": said(kind_words(k)), "low": low, "high": high, "mode": mode}
        for k, (low, mode, high) in ASSUMED.items()
    )
    yield _("没有期限的步骤：%(kinds)s（三角分布）。") % {"kinds": kinds}
    yield _(
        "有期限的步骤：从零到期限为止，多在期限的 %(usual)s（三角分布）；没有人自己拖过期限，超期都出于排队和放假。"
    ) % {"usual": percent(USUAL)}
    yield _("开会等足通知天数，公示等足异议期，要提前多少天的等足了才办。") + _(
        "每一步有 %(main)s 走通常的结果，其余平分；可以中止的事，%(off)s 中途中止。"
    ) % {
        "main": percent(setting.main),
        "off": percent(setting.broken_off),
    }
    yield _("平均每 %(every)s 个工作日来一件；一个人同时只办一步，每步占他 %(hand)s 个工作日，先来先办。") % {
        "every": setting.every,
        "hand": HANDLING,
    }
    if any(clock.since for clock in words.power.flow.clocks.values()):
        yield _("期限从填的某一天算起、又没有办完的件可看的，当作办那一步开始的那天。")


def _observed(words: Wording, found: Simulated, place: str) -> Iterator[str]:
    """What a village's own cases gave, and how much that is worth."""
    seen, told = found.setting.observed, {"place": place, "n": found.setting.observed.cases}
    if not seen.cases:
        yield _("%(place)s还没有办完过这一项：职务有几个人、哪天上班是实际的，每一步的时间全是假定。") % told
    else:
        told["most"] = MOST_CASES
        yield _("%(place)s办完过的 %(n)d 件（最多看最近 %(most)d 件）：标着“实际”的步骤，时间就从这些件里取。") % told
    few = [w for w in found.steps if w.observed is not None and w.observed.n < FEW]
    if few:
        steps = _("、").join(words.step(w.step) for w in few)
        yield _("只看到过不足 %(few)d 次的步骤：%(steps)s。就照这几次算，次数太少，只能参考。") % {
            "few": FEW,
            "steps": steps,
        }
    first = {step.by[0] for step in words.steps.values() if step.by}
    vacant = sorted(post for post in first if found.setting.holders.get(post) == 0)
    if vacant:
        yield _("现在空缺的职务：%(posts)s。推演时当作有人随到随办，实际上会停在那里。") % {
            "posts": posts(words.edition, vacant)
        }

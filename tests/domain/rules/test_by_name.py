"""Attendance by name: one person, one vote; proxies and online attendance only where a law knows them."""

from __future__ import annotations

import pytest

from qingdan.domain.rules.attendance import Attendance, Votes
from qingdan.domain.rules.by_name import Attendee, Came, name_faults, proxy_faults, read_names
from qingdan.domain.rules.quorum import judge
from qingdan.domain.rules.reasons import Unusable
from tests.domain.rules.files import bodies

LIST = "张三\n李四 在线\n王五 委托 张三\n\n"


def codes(slug: str, text: str, present: int) -> list[str]:
    return [r.code for r in name_faults(bodies()[slug], read_names(text), present)]


def test_a_list_is_read_as_people_write_it() -> None:
    assert read_names(LIST) == (
        Attendee("张三"),
        Attendee("李四", Came.ONLINE),
        Attendee("王五", Came.PROXY, "张三"),
    )


@pytest.mark.parametrize("line", ["张三 来了", "王五 委托", "王五 委托 张三 李四"])
def test_a_line_that_is_not_understood_is_named(line: str) -> None:
    with pytest.raises(Unusable, match="第2行没看懂"):
        read_names(f"赵六\n{line}")


def test_what_the_law_allows_is_not_complained_about() -> None:
    assert codes("members-assembly", LIST, 3) == []


@pytest.mark.parametrize(
    ("slug", "text", "present", "code"),
    [
        pytest.param("representatives", "张三\n李四\n张三", 3, "twice", id="一人签了两次"),
        pytest.param("members-assembly", "张三\n张三 在线", 2, "twice", id="到了会又在网上投"),
        pytest.param("members-assembly", "张三\n李四\n李四 委托 张三", 3, "twice", id="到了会又委托别人"),
        pytest.param("members-assembly", "张三\n李四 委托 赵六", 2, "carrier-absent", id="受委托的没有到会"),
        pytest.param("representatives", "张三\n李四 委托 张三", 2, "proxies-not-allowed", id="不能委托的会"),
        pytest.param("representatives", "张三\n李四 在线", 2, "online-not-allowed", id="不能在线的会"),
        pytest.param("representatives", "张三\n李四", 3, "names-differ", id="名单和人数不符"),
    ],
)
def test_what_cannot_be_is_found(slug: str, text: str, present: int, code: str) -> None:
    assert code in codes(slug, text, present)


def test_two_of_one_name_are_told_apart_in_brackets() -> None:
    assert codes("representatives", "张三（一组）\n张三（二组）", 2) == []


@pytest.mark.parametrize(
    ("pairs", "candidates", "code"),
    [
        pytest.param([("甲", "丁"), ("乙", "丁"), ("丙", "丁")], [], None, id="三人正好"),
        pytest.param([("甲", "丁"), ("乙", "丁"), ("丙", "丁"), ("戊", "丁")], [], "carries-too-many", id="四人多了"),
        pytest.param([("甲", "丁")], ["丁"], "carrier-is-candidate", id="候选人不得接受委托"),
        pytest.param([("丁", "甲")], ["丁"], None, id="候选人可以委托别人"),
        pytest.param([("甲", "乙"), ("乙", "丙")], [], "carrier-away", id="委托了别人的不能再接受委托"),
        pytest.param([("甲", "乙"), ("甲", "丙")], [], "twice", id="一人委托两人"),
    ],
)
def test_proxies_in_an_election(pairs, candidates, code: str | None) -> None:
    proxy = bodies()["registered-voters"].proxy
    assert proxy is not None
    assert [r.code for r in proxy_faults(proxy, pairs, candidates)] == ([code] if code else [])


# -- paper and online in one count ---------------------------------------------------------------------------------
def both(room: Votes, online: Votes, total: Votes, there: int = 20) -> list[str]:
    channels = {"room": room, "online": online}
    record = Attendance({"members": 300}, {"members": 220}, total, online=there, channels=channels)
    return [e.code for e in judge(bodies()["members-assembly"], record).errors]


def test_ballots_of_both_channels_make_one_count() -> None:
    room, online = Votes(190, 5, 5), Votes(15, 5)
    record = Attendance(
        {"members": 300}, {"members": 220}, room + online, online=20, channels={"room": room, "online": online}
    )
    verdict = judge(bodies()["members-assembly"], record)
    assert (verdict.passed, verdict.errors) == (True, ())
    assert "赞成205票" in verdict.reasons[-1].words.zh


@pytest.mark.parametrize(
    ("room", "online", "total", "there", "code"),
    [
        pytest.param(Votes(190), Votes(15), Votes(206), 20, "sum-differs", id="两种票相加不符"),
        pytest.param(Votes(190), Votes(21), Votes(211), 20, "too-many-online", id="网上的票多于在线的人"),
        pytest.param(Votes(190), Votes(-1), Votes(189), 20, "negative", id="票数是负数"),
        pytest.param(Votes(0), Votes(0), Votes(0), 221, "too-many-absent", id="在线的人多于到会的人"),
    ],
)
def test_a_count_by_channel_that_cannot_be(room, online, total, there: int, code: str) -> None:
    assert code in both(room, online, total, there)

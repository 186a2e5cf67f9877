"""Why a report ends, in words for its reporter, and what can be done from there: "not ours" is never an end."""

from __future__ import annotations

from enum import StrEnum

from qingdan.domain.words import Words


class Reason(StrEnum):
    """Why a report ended where it did."""

    NOT_OURS = "not-ours"
    TOO_LITTLE = "too-little"
    FOR_THE_COURTS = "for-the-courts"
    NO_REPORT = "no-report"
    SAME_MATTER = "same-matter"
    LEAD = "lead"
    BORNE_OUT = "borne-out"
    PARTLY = "partly"
    NOT_BORNE_OUT = "not-borne-out"
    CANNOT_TELL = "cannot-tell"
    BY_REPORTER = "by-reporter"
    TIME_OVER = "time-over"

    @property
    def words(self) -> Words:
        """The sentence that the reporter reads."""
        return _WORDS[self]


class Way(StrEnum):
    """What a reporter can do from an ending."""

    GO_THERE = "go-there"
    SUPPLEMENT = "supplement"
    ASK = "ask"
    WAIT = "wait"
    SAY_AGAIN = "say-again"
    HIGHER = "higher"
    FILE_ANEW = "file-anew"

    @property
    def words(self) -> Words:
        """The sentence on its button or line."""
        return _WAY_WORDS[self]


_WORDS = {
    Reason.NOT_OURS: Words(
        "这件事不归这里管。下面写着归谁管、依据哪一条。",
        "This is not ours to handle. Whose it is, and by which rule, is written below.",
    ),
    Reason.TOO_LITTLE: Words(
        "写的内容还不够查。请补充时间、地点、谁、什么事。",
        "There is too little to look into. Please add when, where, who and what.",
    ),
    Reason.FOR_THE_COURTS: Words(
        "这件事要走诉讼、仲裁或者复议。下面写着去哪里。",
        "This goes by way of the courts, arbitration or reconsideration. Where to is written below.",
    ),
    Reason.NO_REPORT: Words(
        "这不是举报，是询问或者建议，可以在“提问”里提出。",
        "This is no report but a question or suggestion; ask it under Questions.",
    ),
    Reason.SAME_MATTER: Words(
        "同一件事已经在查，并到一起办。结果仍凭这张回执看。",
        "The same matter is being looked into; both go on together. The outcome still shows by this receipt.",
    ),
    Reason.LEAD: Words(
        "作为问题线索移交给下面写明的机关，由它依规处理。",
        "Handed on as a lead to the body named below, which handles it by its own rules.",
    ),
    Reason.BORNE_OUT: Words("查了，反映的问题属实。", "Looked into: what was reported is true."),
    Reason.PARTLY: Words("查了，反映的问题部分属实。", "Looked into: what was reported is true in part."),
    Reason.NOT_BORNE_OUT: Words("查了，没有发现反映的问题。", "Looked into: what was reported was not found."),
    Reason.CANNOT_TELL: Words("查了，现有材料还不能认定。", "Looked into: it cannot be told from what there is."),
    Reason.BY_REPORTER: Words("举报人自己要求的。", "At the reporter's own wish."),
    Reason.TIME_OVER: Words(
        "保存期满，内容已经删除。公开日志里还留着曾经举报的凭证。",
        "The time of keeping is over and the content is deleted. The public log still proves that it was filed.",
    ),
}
_WAY_WORDS = {
    Way.GO_THERE: Words("去那里反映", "Go there with it"),
    Way.SUPPLEMENT: Words("凭回执补充，重新收下", "Add to it by your receipt, and it is taken up again"),
    Way.ASK: Words("去提问", "Ask it as a question"),
    Way.WAIT: Words("凭回执看进展", "Follow it by your receipt"),
    Way.SAY_AGAIN: Words("不满意，要求再查一次", "Not satisfied: ask to have it looked into again"),
    Way.HIGHER: Words("向上一级或者12388反映", "Go to the next higher level, or 12388"),
    Way.FILE_ANEW: Words("有新情况，另写一份", "Something new: file another report"),
}
WAYS = {
    Reason.NOT_OURS: (Way.GO_THERE, Way.SAY_AGAIN, Way.HIGHER),
    Reason.TOO_LITTLE: (Way.SUPPLEMENT, Way.HIGHER),
    Reason.FOR_THE_COURTS: (Way.GO_THERE, Way.SAY_AGAIN, Way.HIGHER),
    Reason.NO_REPORT: (Way.ASK, Way.SUPPLEMENT, Way.HIGHER),
    Reason.SAME_MATTER: (Way.WAIT, Way.SUPPLEMENT, Way.HIGHER),
    Reason.LEAD: (Way.WAIT, Way.HIGHER),
    Reason.BORNE_OUT: (Way.SAY_AGAIN, Way.HIGHER),
    Reason.PARTLY: (Way.SAY_AGAIN, Way.HIGHER),
    Reason.NOT_BORNE_OUT: (Way.SAY_AGAIN, Way.HIGHER),
    Reason.CANNOT_TELL: (Way.SUPPLEMENT, Way.HIGHER),
    Reason.BY_REPORTER: (Way.SUPPLEMENT, Way.FILE_ANEW),
    Reason.TIME_OVER: (Way.FILE_ANEW, Way.HIGHER),
}

"""What the tests of permissions, faults and odd input ask about: one of each thing that has an address."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.rules.quorum import Attendance, Votes
from qingdan.features.cases.acts import add_file, open_case, record_meeting
from qingdan.features.cases.acts.asking import Lodged, lodge_request
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed
from qingdan.features.handovers.acts import ItemLine, open_handover, record_items
from qingdan.features.handovers.models import Handover
from qingdan.features.ledgers.acts import import_ledger
from qingdan.features.ledgers.drafts import keep_draft as keep_ledger_draft
from qingdan.features.ledgers.judging import judge_draft, standard_for
from qingdan.features.ledgers.models import Draft, Ledger
from qingdan.features.ledgers.reading import Sheet, layout_as_json, layout_found, packed
from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.records.editions.models import LimitOverride
from qingdan.records.files.store import store
from qingdan.records.people import acts as people
from qingdan.records.people.models import Absence, Deputy, KinTie, OwnInterest
from qingdan.records.register.acts import Acting
from qingdan.records.rolls import acts as rolls
from qingdan.records.rolls.drafts import keep_draft
from qingdan.records.rolls.models import CapacityFinding, ClosedRoll, Household, HouseholdMember, ImportDraft, RollEntry
from qingdan.records.rolls.newcomers import Newcomer, Particulars
from qingdan.records.rolls.planning.plan import Options
from qingdan.records.rolls.sheets.rows import PersonRow, Read
from qingdan.records.rolls.sheets.tables import Table
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice, Objection
from qingdan.watch.duties.models import Lapse, Naming, Statement
from qingdan.watch.hearings import acts as hearings
from qingdan.watch.hearings.models import Question, SignInSheet
from qingdan.watch.reach.acts import Chosen, ask_subscription, set_robot
from qingdan.watch.reach.models import Robot, Subscription
from tests.apps.boards.stage import HELP, Stage, days_ago
from tests.apps.duties.stage import ACCOUNTS, DISCLOSURE
from tests.apps.permissions.by_hand import RULES, ByHand, by_hand
from tests.cast import Cast, give_post, house, join, today
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt

REPRESENTATIVE = "  representative: {name: {zh: 村民代表, en: Representative}, level: village}\n"
BUYING = "mini/powers/buying"
TITLE = "给老井换一台水泵"  # of the case: words that no page shows to who may not know of it

# A matter that leaves a duty behind it, and asks a meeting.
MEND = """number: 4
slug: mend
title: {zh: 修一修, en: Mending}
plain: {zh: 修一修, en: Mend something}
summary: {zh: 开会定，修完还要回头看。, en: "A meeting decides, and one looks again later."}
norm: buying
area: finance
holder: representatives
subjects: [village-clerk]
origin: {source: test}
basis: [{law: 测试法, articles: ["1"]}]
red_lines: [{prohibition: plain-slips}]
materials: []
guide:
  who: {zh: 找村文书, en: See the clerk}
  where: {zh: 村委会, en: Village office}
  how_long: {zh: 三天, en: Three days}
  cost: {zh: 不收费, en: Free}
  take_part: {zh: 可以提意见, en: You may object}
  watch: {zh: 看公开栏, en: See the board}
keywords: [修]

outcomes:
  mended: {zh: 修好了, en: Mended}
  dropped: {zh: 不修了, en: Dropped}
flow:
  - meet: decide
    name: {zh: 开会, en: Meet}
    how: {zh: 村民代表会议讨论。, en: The representatives decide.}
    by: [village-clerk, representative]
    body: representatives
    recall: {after: 1 days, at_most: 1}
    guards: [plain-slips]
    results: {rejected: [{end: dropped}], not-held: [{end: dropped}]}
  - owed: look-again
    name: {zh: 回头看, en: Look again}
    how: {zh: 一年后去看一次。, en: Go and look after a year.}
    by: village-clerk
    within: 12 months
    basis: [{law: 测试法, articles: ["1"]}]
"""


# A matter that people are heard on: nobody's own, though its notice is for the village.
TALK = (
    MEND.partition("outcomes:")[0].replace("number: 4", "number: 6").replace("slug: mend", "slug: talk")
    + """
process: village
facts:
  day: {type: date, title: {zh: 哪天, en: Day}, set_by: prepare, audience: internet}
  hour: {type: text, title: {zh: 几点, en: Hour}, set_by: prepare, audience: internet}
  place: {type: text, title: {zh: 在哪里, en: Place}, set_by: prepare, audience: internet}
  topic: {type: text, title: {zh: 商量什么, en: Matter}, set_by: prepare, audience: village}
  came: {type: count, title: {zh: 来了几人, en: Came}, set_by: hear, audience: village}
  spoke: {type: count, title: {zh: 几人发言, en: Spoke}, set_by: hear, audience: village}
  views: {type: text, title: {zh: 意见和回复, en: Views}, set_by: write, audience: village}
outcomes:
  talked: {zh: 商量过了, en: Talked over}
flow:
  - do: prepare
    name: {zh: 准备, en: Prepare}
    how: {zh: 定日子。, en: Set the day.}
    by: village-clerk
    guards: [plain-slips]
  - do: hear
    name: {zh: 开会听意见, en: Hear}
    how: {zh: 一个一个说。, en: One by one.}
    by: [village-director, party-secretary]
    with: [supervision-head]
    hears: {day: day, hour: hour, place: place, subject: topic, came: came, spoke: spoke, views: views}
  - do: write
    name: {zh: 整理意见, en: Write down}
    how: {zh: 一条一条写。, en: One by one.}
    by: village-clerk
"""
)

VILLAGER = "示例·周老三"  # on the roll: a name that no page shows to who may not read it


@dataclass
class RollScene:
    """One of each thing that belongs to rolls: all of ``VILLAGER``, but for the clerk's spreadsheet."""

    household: Household
    member: HouseholdMember
    entry: RollEntry
    finding: CapacityFinding
    closed: ClosedRoll
    draft: ImportDraft


@dataclass
class Scene:
    """One of each: cases in three stages, notices of three kinds, an objection, a paper, declarations, a roll.

    The party is ``kin``; ``member`` is the brother and must stand aside; ``member_b`` has the same post and need not.
    """

    stage: Stage
    edition: Edition
    begun: Case  # a purchase for ``kin``: its first step is open, a photo is there
    asked: Case  # a matter that wants a meeting
    owing: Case  # over, and owes a duty
    lodged: Case  # a request that a villager lodged on a phone
    paper: CaseFile
    hanging: Notice  # for the village, taking objections
    gone: Notice  # for the village, its days are over
    open: Notice  # for everybody, its days are over: may be taken down
    objection: Objection
    receipt: str
    tie: KinTie
    interest: OwnInterest
    rolls: RollScene
    rule: Deputy  # of 示例一村, for its clerk
    absence: Absence  # of somebody of 示例一村 who has no role in the table
    limit: LimitOverride  # of the town
    ledger: Ledger  # of 示例一村, imported by its clerk
    hand: ByHand  # notices written by hand
    draft: Draft  # the clerk's next one, waiting for a word
    lapse: Lapse  # accounts of 示例一村 that were not put up
    on_paper: Statement  # of other accounts, with a photograph
    naming: Naming  # a notice that somebody said is the account of a quarter
    robot: Robot  # of 示例一村, in a group chat
    reader: Subscription  # to 示例一村, by mail; has not said yes
    handover: Handover  # of the clerk before this one; its list is gone through, nobody has signed
    talk: Case  # a hearing that is held today
    sheet: SignInSheet  # of that hearing, with one opinion on it
    question: Question  # put to it, with no answer yet
    question_receipt: str
    answered: Question  # another, answered by the clerk and waiting for a second person

    @property
    def cast(self):
        return self.stage.cast


def photo(name: str = "示例.jpg") -> SimpleUploadedFile:
    """A small picture as a telephone would send it."""
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def set_up(stage: Stage) -> Scene:
    """Everything through the acts, as the people concerned would do it."""
    _opened, hanging = stage.relief()
    _opened, gone = stage.relief(days_ago(20))
    _opened, everybodys = stage.purchase(days_ago(16))
    edition = adopt_more()
    heard = a_hearing(stage, edition)
    kin, member = stage.cast["kin"], stage.cast["member"]
    begun = open_for(stage, edition, "small-buy", applicant=kin.person.pk)
    lodged = lodge_objection(acting=house(), notice=hanging, words="他家有车")
    interest = people.declare_interest(
        acting=member.acting, person=member.person, organisation="示例商店", role="owner", credit_code=""
    )
    return Scene(
        stage=stage,
        edition=edition,
        begun=begun,
        asked=open_for(stage, edition, "mend"),
        owing=owing_case(stage, edition),
        lodged=lodged_case(stage, edition),
        paper=paper_of(stage, begun),
        hanging=hanging,
        gone=gone,
        open=everybodys,
        objection=lodged.objection,
        receipt=lodged.code,
        tie=KinTie.objects.get(person=member.person),
        interest=interest,
        rolls=roll_of(stage, edition),
        limit=set_limit(
            acting=stage.cast.acting("leader"), wanted=Setting(stage.cast.town, "petty", 400_000, today(), "示例文件")
        ),
        rule=people.name_deputy(
            acting=house(), village=stage.cast.one, post="village-clerk", deputy_post="village-committee-member",
            why="示例会议",
        ),
        absence=resting(stage.cast),
        robot=robot_of(stage.cast),
        reader=ask_subscription(
            acting=house(), village=stage.cast.one, channel="mail", receiver="chen@example.com", chosen=Chosen(),
            language="zh-hans",
        ),
        handover=handed_over(stage.cast),
        lapse=lapse_of(stage.cast, "2020-01"),
        on_paper=on_paper(stage.cast),
        naming=Naming.objects.create(
            notice=gone, village=stage.cast.one, origin=stage.cast.one, duty="affairs", occasion="2020-q1",
            named_at=timezone.now(), by=stage.cast["clerk"].person, post="village-clerk",
        ),
        ledger=ledger_of(stage.cast),
        hand=by_hand(stage, edition),
        draft=ledger_draft(stage.cast, "1" * 64),
        **heard,
    )  # fmt: skip


def robot_of(cast: Cast) -> Robot:
    """A robot that the clerk has set up; what it calls is nobody's."""
    return set_robot(
        acting=cast.acting("clerk"), division=cast.one, kind="dingtalk", name="示例村民群",
        address="http://127.0.0.1:9/robot/send?access_token=secret", secret="", chosen=Chosen(),
    )  # fmt: skip


def lapse_of(cast: Cast, month: str) -> Lapse:
    """Accounts that nobody put up, as the clock writes it down."""
    words = {"zh": f"村里的账：{month}", "en": f"The accounts: {month}"}
    return Lapse.objects.create(
        village=cast.one, origin=cast.one, place=cast.one.path, duty="money", occasion=month, title=words,
        board="finance", audience="internet", due_on=today() - timedelta(days=10), reckoned=[words],
        found_at=timezone.now(),
    )  # fmt: skip


def on_paper(cast: Cast) -> Statement:
    """The village's record that other accounts hung, with a photograph."""
    lapse, clerk = lapse_of(cast, "2020-02"), cast["clerk"]
    kept = store(upload=photo(), salt="0" * 32, at=timezone.now())
    return Statement.objects.create(
        village=cast.one, origin=cast.one, place=cast.one.path, duty=lapse.duty, occasion=lapse.occasion, kind="paper",
        words="贴过", day=today() - timedelta(days=11), photo=kept, said_at=timezone.now(), by=clerk.person,
        post="village-clerk",
    )  # fmt: skip


def a_hearing(stage: Stage, edition: Edition) -> dict[str, object]:
    """A hearing of today with its sheet, an opinion, and two questions put to it."""
    clerk = stage.cast.acting("clerk")
    case = open_for(stage, edition, "talk")
    facts = {"day": today().isoformat(), "hour": "全天", "place": "示例村委会", "topic": TITLE}
    stage.do(case, "prepare", "clerk", "village-clerk", facts=facts)
    sheet = hearings.open_sheet(acting=clerk, case_id=case.pk, key="hear")
    hearings.record_opinion(acting=clerk, sheet=sheet, words="早点修")
    one, two = (
        hearings.ask(acting=house(), case_id=case.pk, key="hear", held_on=today(), words="什么时候修") for _ in "12"
    )
    answered = hearings.answer_question(acting=clerk, question=two.question, answer="下个月")
    case.refresh_from_db()
    return {
        "talk": case, "sheet": sheet, "question": one.question, "question_receipt": one.code, "answered": answered
    }  # fmt: skip


def ledger_draft(cast: Cast, digest: str) -> Draft:
    """A small ledger of the clerk's, read and not yet judged."""
    sheets = (Sheet("", ((1, ("编号", "事项", "申请", "公示")), (2, ("1", TITLE, "2023-05-02", "2023-05-30")))),)
    steps = standard_for(cast.one, "small-buy", today()).steps()
    return keep_ledger_draft(
        owner=cast["clerk"].person, village=cast.one, power="small-buy", table=Table("示例.csv", digest, ()),
        sheets=packed(sheets), layout=layout_as_json(layout_found("示例.csv", sheets, steps)), at=timezone.now(),
    )  # fmt: skip


def ledger_of(cast: Cast) -> Ledger:
    """The same, judged."""
    draft = ledger_draft(cast, "0" * 64)
    standard = standard_for(cast.one, "small-buy", today())
    return import_ledger(
        acting=cast["clerk"].acting, draft=draft, standard=standard,
        verdicts=judge_draft(draft, standard), expected=draft.digest,
    )  # fmt: skip


def resting(cast: Cast) -> Absence:
    """A second group leader, who is away."""
    member = join(cast, "resting", "示例·歇组长")
    give_post(cast, "resting", "group-leader", cast.one)
    return people.declare_absence(acting=member.acting, person=member.person, starts=today())


def handed_over(cast: Cast) -> Handover:
    """The handover of the clerk before the present one, with its list gone through."""
    join(cast, "former", "示例·前文书")
    before = today() - timedelta(days=365)
    term = give_post(
        cast, "former", "village-clerk", cast.one, before - timedelta(days=900), before - timedelta(days=1)
    )
    handover = open_handover(acting=house(), holding=term)
    lines = [ItemLine(item.pk, "handed") for item in handover.items.all()]
    return record_items(acting=cast["clerk"].acting, handover_id=handover.pk, lines=lines)


def roll_of(stage: Stage, edition: Edition) -> RollScene:
    """A household of one, who is on the roll, closed for posting; and a spreadsheet that waits for the clerk."""
    clerk, village, since = stage.cast.acting("clerk"), stage.cast.one, date(2020, 1, 1)
    keeping, roll = edition.rolls.households, edition.rolls.kinds["villagers"]
    head = Newcomer(particulars=Particulars(VILLAGER, "999999197005030111", None))
    household = rolls.add_household(
        acting=clerk, village=village, keeping=keeping, number="1", group=None, head=head, since=since,
        why="first-count", also=[roll],
    )  # fmt: skip
    member = household.members.get()
    finding = rolls.find_capacity(
        acting=clerk, village=village, person=member.person, full=False, starts=since, basis="示例判决"
    )
    closed = rolls.close_roll(acting=clerk, village=village, roll=roll, as_of=timezone.localdate(), purpose="示例张榜")
    draft = keep_draft(
        owner=stage.cast["clerk"].person, village=village, roll=roll, table=Table("示例.csv", "0" * 64, ()),
        read=Read((PersonRow("", 2, "示例·周老四", born_on=since.replace(year=1980)),), {}, ()),
        options=Options(timezone.localdate(), "first-count"), at=clerk.at,
    )  # fmt: skip
    entry = RollEntry.objects.get(person=member.person)
    return RollScene(household, member, entry, finding, closed, draft)


def adopt_more() -> Edition:
    """The small edition of the boards with more powers, among them MEND and TALK."""
    files = mini_files()
    head = files["mini/edition.yaml"].replace("powers: 3", "powers: 6")
    posts = files["mini/posts.yaml"] + REPRESENTATIVE
    more = {
        "mini/posts.yaml": posts,
        "mini/edition.yaml": head,
        f"{BUYING}/help.yaml": HELP,
        f"{BUYING}/mend.yaml": MEND,
        f"{BUYING}/accounts.yaml": ACCOUNTS.replace("number: 3", "number: 5"),
        "mini/disclosure.yaml": DISCLOSURE,
        f"{BUYING}/talk.yaml": TALK,
        "mini/notices.yaml": RULES,
    }
    return adopt(files | more)


def open_for(stage: Stage, edition: Edition, power: str, **parties: int) -> Case:
    return open_case(
        acting=stage.cast.acting("clerk"),
        edition=edition,
        power=power,
        village=stage.cast.one,
        title=TITLE,
        happened_at=timezone.now() - timedelta(hours=1),
        parties=parties,
    ).case


def lodged_case(stage: Stage, edition: Edition) -> Case:
    """A request for help of somebody whom nobody knows yet."""
    now = timezone.now()
    lodged = Lodged("online", "示例·钱大娘", "19900000001", facts={"family": 2, "monthly": 90_000},
                    personal={"name": "示例·钱大娘"})  # fmt: skip
    return lodge_request(
        acting=Acting(None, "一位村民", now), edition=edition, power="help", village=stage.cast.one, lodged=lodged,
        happened_at=now,
    ).case  # fmt: skip


def paper_of(stage: Stage, case: Case) -> CaseFile:
    """A photo that the clerk put beside the first step."""
    clerk = stage.cast.acting("clerk")
    kept = store(upload=photo(), salt=case.salt, at=clerk.at)
    return add_file(acting=clerk, case_id=case.pk, key="request", kind="photo", stored=kept, name="示例.jpg")


def owing_case(stage: Stage, edition: Edition) -> Case:
    """A case that ended well and left its duty owed."""
    case = open_for(stage, edition, "mend")
    ten = {"representatives": 10}
    record_meeting(
        acting=stage.cast.acting("clerk"),
        case_id=case.pk,
        key="decide",
        role="village-clerk",
        attendance=Attendance(ten, ten, Votes(10, 0)),
        handed=Handed(timezone.now() - timedelta(minutes=1)),
    )
    case.refresh_from_db()
    return case

"""The table of permissions: who gets what at every address. :mod:`tests.apps.permissions.test_table` holds the house
to it; a new address gets its line here (and its arguments in ``addresses.py``).

``in`` the way to the sign-in, 200 the page, 302 done and on to the next page, 404 there is nothing here for you,
409 refused in words, 422 something on the form is wrong.
"""

from __future__ import annotations

# Role → who of tests/cast.py has it. The case is one of 示例一村, for the party; the notices hang there.
ROLES: dict[str, tuple[str, ...]] = {
    "anon": (),  # not signed in
    "folk": ("villager", "expired"),  # no post, or one whose term is over
    "memb": ("party_member",),  # no official, but one of the village
    "rep": ("representative",),  # the same, who has a step of the second case
    "pty": ("kin",),  # the applicant
    "kin": ("member",),  # an official of the village who is the applicant's brother
    "off": ("deputy", "member_b", "supervision_head", "supervisor", "supervisor_b", "group_leader"),
    "sign": ("secretary", "director"),  # the two who have a later step of the case
    "clk": ("clerk",),  # whose step it is
    "clk2": ("clerk_two",),  # the same post in another village
    "sec2": ("both",),  # secretary and director of another village
    "acct": ("accounting",),
    "town": ("civil_affairs", "civil_affairs_b", "agriculture"),
    "lead": ("leader",),  # who sets the town's limits
    "insp": ("discipline",),
    "city": ("city_discipline", "city_organisation", "city_civil_affairs", "city_agriculture", "inspection"),
    "edit": ("editor",),  # keeps the lists, reads no case
}

TABLE = """
# address                  asked anon folk memb  rep  pty  kin  off sign  clk clk2 sec2 acct town lead insp city edit
# the front door, the lists, the boards: for everybody
healthz                    GET    200
home                       GET    200
portal:villages            GET    200
portal:village-qr          GET    200
portal:powers              GET    200
portal:guide               GET    200
portal:drawing             GET    200
portal:drawing-svg         GET    200
portal:process-bpmn        GET    200
publicity:short            GET    302
publicity:kit              GET    200
publicity:file             GET    200
portal:duties              GET    200
portal:prohibitions        GET    200
portal:duty                GET    200
portal:prohibition         GET    200
portal:track               GET    200
portal:ask                 GET    200
portal:receipt             GET    200
portal:followed            GET    302
portal:do                  GET    302
portal:stop                GET    302
portal:robots              GET    200
handbook:cover             GET    200
handbook:norm              GET    200
handbook:power             GET    200
handbook:list              GET    200
handbook:drawing           GET    200
handbook:pdf               GET    302
handbook:norm-pdf          GET    302
handbook:wait              GET    200
portal:sitemap             GET    200
forms:blank                GET    200
forms:blank-word           GET    200
boards:village             GET    200
boards:board               GET    200
boards:wall                GET    200
boards:picture             GET    200
boards:notice@hand         GET    200
boards:objection           GET    200
people:sign-in-code        GET    302
web:mode                   GET    302
web:language               GET    302
portal:village             GET    302
portal:boards              GET    200
portal:about               GET    200
web:gallery                GET    404
web:gallery-page           GET    404
people:sign-in             GET    200  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
portal:track               POST   422
portal:ask                 POST   200
portal:do                  POST   422
portal:stop                POST   422
boards:objection           POST   200
people:sign-in             POST   422
people:sign-out            POST   302
people:sign-in-code        POST   302
demo:as                    POST   404
# notices: one that hangs and is for the village, one whose days are over, one for everybody
boards:notice@hanging      GET    200
boards:notice@everybody    GET    200
boards:notice@gone         GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
forms:notice@hanging       GET    200
forms:notice-a3            GET    200
boards:file                GET    404  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
forms:notice@gone          GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
boards:content             GET    200
boards:content@gone        GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
boards:proof               GET    200
boards:proof@gone          GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
transparency:log           GET    200
transparency:file          GET    200
boards:object              GET    200
boards:object              POST   302
boards:object@gone         POST   404  404  409  409  404  409  409  409  409  404  404  409  409  409  409  409  404
boards:receipt             GET    200
# how cases come along: by what their definition says; coming meetings for everybody
progress:village           GET    200
progress:coming            GET    200
progress:ics               GET    200
progress:posted            GET    200
progress:case@everybody    GET    200
hearings:ask               GET    200
hearings:receipt           GET    200
hearings:answer            GET    200
hearings:sign              GET    200
hearings:signed            GET    200
progress:case@village      GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
progress:drawing           GET    404  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
progress:case@own          GET    404
hearings:ask@own           GET    404
hearings:ask               POST   302
hearings:answer            POST   200
hearings:sign              POST   302
# questions and the records of a hearing: for those who call and hold it, and the supervision committee
hearings:waiting           GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
hearings:question          GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
hearings:question          POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
hearings:check             POST    in  404  404  404  404  404  404  302  409  404  404  404  404  404  404  404  404
hearings:hall              GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
forms:attendance           GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
forms:minutes              GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
forms:minutes-word         GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
hearings:sheet             POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
hearings:came              POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
hearings:opinion           POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
hearings:view              POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
# the boards at the desk
boards:desk                GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
boards:answer              GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
boards:answer              POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
boards:down                POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
# duties to publish: read by everybody; spoken of by clerk and director, settled by the director, ordered by the town
duties:village             GET    200
duties:occasion            GET    200
duties:photo               GET     in  404  200  200  404  200  200  200  200  404  404  200  200  200  200  200  404
duties:overview            GET     in  404  404  404  404  302  302  302  302  302  302  200  200  200  200  200  404
duties:desk                GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
duties:explain             GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
duties:explain             POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
duties:paper               GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
duties:paper               POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
duties:name                GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
duties:name                POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
duties:order               GET     in  404  404  404  404  404  404  404  404  404  404  200  404  404  404  404  404
duties:order               POST    in  404  404  404  404  404  404  404  404  404  404  302  404  404  404  404  404
duties:settle              GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
duties:settle              POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
# notices written by hand: the clerk writes them, and here the town's accounting reviews
boards:write               GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
boards:write               POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
boards:draft               GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
boards:draft-file          GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
boards:edit                GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
boards:edit                POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
boards:submit              POST    in  404  404  404  404  409  409  409  409  404  404  409  409  409  409  409  404
boards:pass                POST    in  404  404  404  404  409  409  409  409  404  404  302  409  409  409  409  404
boards:return              POST    in  404  404  404  404  409  409  409  409  404  404  302  409  409  409  409  404
boards:post                POST    in  404  404  404  404  409  409  409  409  404  404  409  409  409  409  409  404
boards:drop                POST    in  404  404  404  404  409  409  409  302  404  404  409  409  409  409  409  404
boards:correct             POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
boards:photo               GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
boards:photo               POST    in  404  404  404  404  404  404  404  422  404  404  404  404  404  404  404  404
boards:check               GET     in  404  404  404  404  404  404  404  404  404  404  200  404  404  404  404  404
boards:check               POST    in  404  404  404  404  404  404  404  404  404  404  302  404  404  404  404  404
boards:word                GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
boards:word                POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
# reach: read and asked for by everybody; robots by who sets them up for this village, or for another place
reach:feed-village         GET    200
reach:feed-board           GET    200
reach:feed-area            GET    200
reach:feed-town            GET    200
reach:subscribe            GET    200
reach:asked                GET    200
reach:mine                 GET    200
reach:subscribe            POST   302
reach:confirm              POST   302
reach:stop                 GET    302
reach:stop                 POST   302
reach:share                GET    200
reach:share@hanging        GET    404
publicity:notice           GET    200
publicity:notice@hanging   GET    404
reach:desk                 GET    in  404  404  404  404  404  404  404  200  200  404  200  404  404  404  404  404
reach:robot                GET    in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
reach:robot                POST   in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
reach:again                POST   in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
reach:robot-again          POST   in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
reach:remove               POST   in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
# the desk
cases:inbox                GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
cases:list                 GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
cases:log-csv              GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
cases:log-xes              GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
cases:choose               GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
intake:sheet               GET    302
intake:papers              GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
intake:papers              POST    in  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422
register:entries           GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
web:more                   GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
cases:open                 GET     in  404  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404
cases:open                 POST    in  404  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404
cases:open@relief          POST    in  404  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404
cases:case                 GET     in  404  404  404  200  404  200  200  200  404  404  200  200  200  200  200  404
cases:drawing              GET     in  404  404  404  200  404  200  200  200  404  404  200  200  200  200  200  404
cases:case@meeting         GET     in  404  404  200  404  200  200  200  200  404  404  200  200  200  200  200  404
cases:code                 GET     in  404  404  404  302  404  302  302  302  404  404  302  302  302  302  302  404
cases:file                 GET     in  404  404  404  200  404  404  200  200  404  404  404  404  404  404  404  404
forms:case                 GET     in  404  404  404  200  404  200  200  200  404  404  200  200  200  200  200  404
forms:filled               GET     in  404  404  404  200  404  200  200  200  404  404  200  200  200  200  200  404
forms:filled-word          GET     in  404  404  404  200  404  200  200  200  404  404  200  200  200  200  200  404
cases:do                   POST    in  404  404  404  409  404  409  409  302  404  404  409  409  409  409  409  404
cases:do@meeting           POST    in  404  404  302  404  409  409  409  302  404  404  409  409  409  409  409  404
cases:call                 GET     in  404  404  200  404  404  404  404  200  404  404  404  404  404  404  404  404
cases:call                 POST    in  404  404  302  404  404  404  404  302  404  404  404  404  404  404  404  404
cases:try                  POST    in  404  404  200  404  404  404  404  200  404  404  404  404  404  404  404  404
cases:meeting              GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
cases:draft                POST    in  404  404  404  302  404  302  302  302  404  404  302  302  302  302  302  404
cases:dispute              POST    in  404  404  404  409  404  409  409  409  404  404  409  409  409  409  409  404
cases:hand-over            POST    in  404  404  404  409  404  409  409  409  404  404  409  409  409  409  409  404
cases:urge                 POST    in  404  404  404  302  404  302  302  302  404  404  302  302  302  302  302  404
cases:stop                 POST    in  404  404  404  302  404  404  302  302  404  404  404  404  404  404  404  404
cases:verify               POST    in  404  404  404  404  404  404  404  302  404  404  302  404  404  404  404  404
cases:extend               POST    in  404  404  404  404  404  404  404  302  404  404  302  404  404  404  404  404
cases:discharge            POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
# my own page
people:me                  GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:password            GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:second-factor       GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
people:second-factor-off   GET     in  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:password            POST    in  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422
people:second-factor       POST    in  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422  422
people:second-factor-off   POST    in  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:choose-post         POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
people:declare-kin         POST    in  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:declare-interest    POST    in  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:end-kin             POST    in  404  404  404  404  302  404  404  404  404  404  404  404  404  404  404  404
people:end-interest        POST    in  404  404  404  404  302  404  404  404  404  404  404  404  404  404  404  404
people:declare-absence     POST    in  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
people:end-absence         POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
# villages at the desk: what one is, who is there, who stands in; the city's own business with them
places:villages            GET     in  404  404  404  404  302  302  302  302  302  302  200  200  200  200  200  200
places:village             GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  200
forms:deputies             GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  200
forms:norm-forms           GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  200
places:add-deputy          POST    in  404  404  404  404  404  404  302  404  404  404  404  302  302  404  404  404
places:end-deputy          POST    in  404  404  404  404  404  404  302  404  404  404  404  302  302  404  404  404
places:say-away            POST    in  404  404  404  404  404  404  302  404  404  404  404  302  302  302  404  404
places:say-back            POST    in  404  404  404  404  404  404  302  404  404  404  404  302  302  302  404  404
places:join                GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
places:join                POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  302
places:leave               POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  422
places:change              GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
places:change              POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  302
places:split               GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
places:split               POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  422
places:merge               GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
places:merge               POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  422
# simulation: who may have a hand in the lists, in a town or the city; whose duties are separated: a village's officials
simulation:list            GET     in  404  404  404  404  404  404  404  404  404  404  200  200  200  200  200  200
simulation:power           GET     in  404  404  404  404  404  404  404  404  404  404  200  200  200  200  200  200
simulation:report          GET     in  404  404  404  404  404  404  404  404  404  404  200  200  200  200  200  200
simulation:separation      GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
# limits: everybody reads them, the head of a town and the keeper of the lists set them
limits:list                GET    200
verifying:page             GET    200
limits:mine                GET     in  404  404  404  404  404  404  404  404  404  404  404  404  302  404  404  302
limits:place               GET     in  404  404  404  404  404  404  404  404  404  404  404  404  200  404  404  404
limits:place               POST    in  404  404  404  404  404  404  404  404  404  404  404  404  302  404  404  404
limits:place@city          GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
limits:end                 POST    in  404  404  404  404  404  404  404  404  404  404  404  404  302  404  404  404
# ledgers of past cases: read by officials of the place, imported by who may begin such a case, or by the town
ledgers:list               GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
ledgers:villages           GET     in  404  404  404  404  200  200  200  200  200  200  200  200  200  200  200  404
ledgers:power              GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
ledgers:import             GET     in  404  404  404  404  404  404  404  200  200  404  200  200  200  200  404  404
ledgers:import             POST    in  404  404  404  404  404  404  404  422  422  404  422  422  422  422  404  404
ledgers:preview            GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
ledgers:columns            POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
ledgers:confirm            POST    in  404  404  404  404  404  404  404  409  404  404  404  404  404  404  404  404
ledgers:cancel             POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
ledgers:ledger             GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
ledgers:download           GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
ledgers:remove             POST    in  404  404  404  404  404  404  404  302  404  404  302  302  302  302  404  404
# a post is handed over to the clerk; the head of the supervision committee watches
handovers:list             GET     in  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
handovers:handover         GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
forms:handover             GET     in  404  404  404  404  200  200  200  200  404  404  200  200  200  200  200  404
handovers:items            POST    in  404  404  404  404  409  409  409  302  404  404  409  409  409  409  409  404
handovers:sign             POST    in  404  404  404  404  409  409  409  302  404  404  409  409  409  409  409  404
handovers:missing          POST    in  404  404  404  404  409  409  409  409  404  404  409  409  409  409  409  404
handovers:reopen           POST    in  404  404  404  404  409  409  409  409  404  404  409  409  409  409  409  404
handovers:not-needed       POST    in  404  404  404  404  409  409  409  409  404  404  409  409  409  409  409  404
# what only one post may
people:kin-lookup          GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  200  404  404
people:kin-lookup          POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  200  404  404
people:recovery            GET     in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
people:recovery            POST    in  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  200
# rolls and households, as the small edition has it: clerk, director and secretary keep them, the accounting reads
rolls:index                GET     in  200  200  200  200  200  200  302  302  302  302  200  200  200  200  200  200
rolls:village              GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:roll                 GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:entry                GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:closed               GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:households           GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:household            GET     in  404  404  404  404  404  404  200  200  404  404  200  404  404  404  404  404
rolls:enter                GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:import               GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:blank                GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:add-household        GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:leave                GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:correct-member       GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:person               GET     in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:preview              GET     in  404  404  404  404  404  404  404  200  404  404  404  404  404  404  404  404
rolls:preview              POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
rolls:cancel               POST    in  404  404  404  404  404  404  404  302  404  404  404  404  404  404  404  404
rolls:import               POST    in  404  404  404  404  404  404  422  422  404  404  404  404  404  404  404  404
rolls:enter                POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:strike               POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:correct              POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:void                 POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:close                POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:add-household        POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:add-member           POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:change-household     POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:leave                POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:correct-member       POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:correct-person       POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:capacity             POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:end-capacity         POST    in  404  404  404  404  404  404  302  302  404  404  404  404  404  404  404  404
rolls:number               POST    in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
rolls:export               POST    in  404  404  404  404  404  404  200  200  404  404  404  404  404  404  404  404
"""

# Whoever gets another answer than the rest of his role: (address, asked, who) → the answer.
EXCEPTIONS: dict[tuple[str, str, str], str] = {
    **{
        ("places:" + name, "POST", "agriculture"): "404"
        for name in ("add-deputy", "end-deputy", "say-away", "say-back")
    },
    **{("places:" + name, "GET", "city_discipline"): "200" for name in ("join", "change", "split", "merge")},
    **{("places:" + name, "POST", "city_discipline"): "302" for name in ("join", "change")},
    **{("places:" + name, "POST", "city_discipline"): "422" for name in ("leave", "split", "merge")},
    **{("duties:" + name, "GET", "director"): "200" for name in ("explain", "paper", "name", "settle")},
    **{("duties:" + name, "POST", "director"): "302" for name in ("explain", "paper", "name", "settle")},
    **{("handovers:" + name, "POST", "supervision_head"): "302" for name in ("items", "missing", "not-needed")},
    **{(name, "GET", "supervision_head"): "200" for name in ("hearings:question", "hearings:hall")},
    **{("forms:" + name, "GET", "supervision_head"): "200" for name in ("attendance", "minutes", "minutes-word")},
    **{
        ("hearings:" + name, "POST", "supervision_head"): "302"
        for name in ("question", "check", "sheet", "came", "opinion", "view")
    },
}

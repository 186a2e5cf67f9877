"""The script that seals in the browser and the rules in Python open each other's messages, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from qingdan.domain.sealing import boxes, codes, conversations, envelopes, padding
from qingdan.domain.sealing.contents import Content, File
from qingdan.domain.sealing.envelopes import Side
from tests.domain.sealing.cast import HOUSE, REPORT, private, public

pytestmark = pytest.mark.journey
STATIC = Path(__file__).parents[2] / "src" / "qingdan" / "web" / "static"
OFFICE = [public("town-1"), public("town-2")]
ODD = Content(
    {"what": '引号" 反斜杠\\ 换行\n 控制\x01 行\u2028 表情😀 <b>'}, (File("附件1.png", "image/png", bytes(range(256))),)
)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page()
    for script in ("vendor/noble_sealing.js", "qingdan/sealing.js"):
        opened.add_script_tag(path=STATIC / script)
    yield opened
    opened.close()


def js(page: Page, code: str, **given: object) -> object:
    """Run code in the page; bytes go in and come out as hex."""
    written = {
        name: [v.hex() if isinstance(v, bytes) else v for v in value] if isinstance(value, list) else value
        for name, value in given.items()
    }
    names = {name: value.hex() if isinstance(value, bytes) else value for name, value in written.items()}
    return page.evaluate(
        f"async ({{{', '.join(names)}}}) => {{ const S = QdSealing, u = S.unhex, h = S.hex; {code} }}", names
    )


AS_WRITTEN = "files.map(f => ({...f, content: u(f.content)}))"


def plain(content: Content) -> dict:
    files = [{"name": f.name, "mime": f.mime, "content": f.content.hex()} for f in content.files]
    return {"texts": dict(content.texts), "files": files}


def test_a_receipt_of_the_browser_makes_the_same_keys(page: Page) -> None:
    receipt = js(page, "return S.newReceipt()")
    found = js(
        page,
        "const k = await S.keysOf(receipt, u(house)); return [k.locator, k.secret, k.thread, k.public].map(h)",
        receipt=receipt,
        house=HOUSE,
    )
    keys = codes.keys_of(receipt, HOUSE)
    assert found == [part.hex() for part in (keys.locator, keys.private, keys.thread, keys.public)]


@pytest.mark.parametrize("typed", ["", "1234", "1234 5678 9012 3457", "９９９９ 0000 1111 2222"])
def test_both_say_the_same_of_what_is_no_receipt(page: Page, typed: str) -> None:
    found = js(page, "try { return S.readReceipt(typed) } catch (e) { return e.code }", typed=typed)
    try:
        assert codes.read(typed) == found
    except codes.Unfit as refused:
        assert found == ("a-slip" if "输错" in refused.to("zh") else "not-sixteen-digits")


@pytest.mark.parametrize("content", [REPORT, ODD, Content({"what": ""})], ids=["report", "odd", "empty"])
def test_what_the_browser_sealed_the_office_reads(page: Page, content: Content) -> None:
    keys = codes.Keys(b"l" * 32, private("reporter"), b"t" * 32)
    sealed = js(
        page,
        f"const {{texts, files}} = content; const me = {{secret: u(secret), thread: u(thread), public: u(reader)}};"
        f"return h(S.encode(S.file({{texts, files: {AS_WRITTEN}}}, me, office.map(u))))",
        content=plain(content),
        secret=keys.private,
        thread=keys.thread,
        reader=keys.public,
        office=OFFICE,
    )
    envelope = envelopes.decode(bytes.fromhex(sealed))
    assert conversations.open_filed(envelope, private("town-2"))[0] == content
    assert conversations.open_own(envelope, keys)[0] == content


def test_the_browser_reads_its_own_report_and_the_answer_and_writes_back(page: Page) -> None:
    keys = codes.Keys(b"l" * 32, private("reporter"), b"t" * 32)
    filed = conversations.file(ODD, keys, OFFICE)
    _, thread = conversations.open_filed(filed, private("town-1"))
    answer = conversations.say(Content({"text": "已受理"}), thread, Side.OFFICE, 0, OFFICE)
    found = js(
        page,
        "const me = {secret: u(secret), thread: u(key), public: u(reader)};"
        "const own = S.openOwn(S.decode(u(filed)), me);"
        "const heard = S.hear(S.decode(u(answer)), me.secret, own.thread);"
        'const back = S.say({texts: {text: "收到"}}, own.thread, "reporter", 1, office.map(u));'
        "return [own.content.texts.what, h(own.content.files[0].content), heard.texts.text, h(S.encode(back))]",
        secret=keys.private,
        key=keys.thread,
        reader=keys.public,
        filed=envelopes.encode(filed),
        answer=envelopes.encode(answer),
        office=OFFICE,
    )
    assert found[:3] == [ODD.texts["what"], ODD.files[0].content.hex(), "已受理"]
    back = envelopes.decode(bytes.fromhex(found[3]))
    assert conversations.hear(back, private("town-1"), thread).texts == {"text": "收到"}


def test_the_browser_opens_nothing_that_was_altered_or_put_in_its_place(page: Page) -> None:
    keys = codes.Keys(b"l" * 32, private("reporter"), b"t" * 32)
    whole = envelopes.encode(conversations.file(REPORT, keys, OFFICE))
    other = codes.Keys(bytes(32), private("mallory"), bytes(32))
    forged = envelopes.encode(conversations.file(REPORT, other, [*OFFICE, keys.public]))
    step = len(whole) // 60
    altered = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), step)]
    found = js(
        page,
        "const me = {secret: u(secret), thread: u(key), public: u(reader)};"
        "return files.filter((f) => { try { S.openOwn(S.decode(u(f)), me); return true } catch (_) { return false } })",
        secret=keys.private,
        key=keys.thread,
        reader=keys.public,
        files=[forged, *altered],
    )
    office = {envelopes.encode(envelopes.decode(bytes.fromhex(f))) for f in found}
    assert len(office) <= len(OFFICE) * 3 and forged not in office, "only another reader's slot may be hit unnoticed"


def test_sizes_and_names_of_keys_are_the_same(page: Page) -> None:
    sizes = [0, 1, 8191, 8192, 8193, 9000, 65_535, 65_536, 65_537, 1_000_003, 2**25]
    assert js(page, "return sizes.map(S.paddedLength)", sizes=sizes) == [padding.padded_length(n) for n in sizes]
    box = boxes.seal(b"for the browser", public("a"), b"purpose")
    opened = js(page, "return h(S.unseal(u(box), u(key), u(info)))", box=box, key=private("a"), info=b"purpose")
    assert bytes.fromhex(opened) == b"for the browser"
    assert js(page, "return S.idOf(S.publicOf(u(key)))", key=private("a")) == boxes.id_of(public("a"))


def test_it_runs_where_what_chrome_86_lacks_is_taken_away(chromium: Browser) -> None:
    """Functions of later browsers, removed before the scripts are read; set-up joins the one that noble needs."""
    opened = chromium.new_page()
    lacking = (
        "delete Object.hasOwn; delete Array.prototype.at; delete globalThis.structuredClone; delete Array.fromAsync;"
    )
    lacking += "delete Uint8Array.fromHex; delete Uint8Array.prototype.toHex; delete String.prototype.isWellFormed;"
    opened.add_script_tag(content=lacking)
    for script in ("vendor/noble_sealing.js", "qingdan/sealing.js"):
        opened.add_script_tag(path=STATIC / script)
    sealed = js(
        opened,
        "return h(S.encode(S.file({texts: {what: '示例'}}, {secret: u(k), thread: u(k), public: S.publicOf(u(k))},"
        "office.map(u))))",
        k=private("reporter"),
        office=OFFICE,
    )
    opened.close()
    envelope = envelopes.decode(bytes.fromhex(sealed))
    assert conversations.open_filed(envelope, private("town-1"))[0].texts == {"what": "示例"}

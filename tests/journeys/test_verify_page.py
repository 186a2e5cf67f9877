"""核对凭据, saved to a disk and opened by file:// without any network, in a real browser."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qingdan.domain.transparency import policies, receipts
from qingdan.domain.transparency.faults import Broken
from qingdan.domain.transparency.policies import Policy
from tests.budget import rounds
from tests.domain.transparency.logs import LOG, POLICY, WITNESS, content_of, entry, kept, log_of, salt_of

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
FILES = log_of(200, 300)
RECEIPT = receipts.make(41, entry(41), {"content": salt_of(41)}, FILES["checkpoint"], FILES.get)


@pytest.fixture
def saved(client, settings, tmp_path: Path) -> Path:
    """The page as a villager saves it, with the log's keys in it."""
    settings.LOG_ROOT = tmp_path
    kept(tmp_path)
    page = tmp_path / "qingdan-verify.html"
    page.write_bytes(client.get("/verify/?save").content)
    return page


def offline(browser, page_file: Path, width: int = 390) -> Page:
    context = browser.context(width, 900)
    context.set_offline(True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    return page


def given(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("width", [390, 1440])
def test_a_receipt_is_verified_offline(
    saved: Path, browser, width: int, axe_findings: Callable[[Page], list[str]]
) -> None:
    page = offline(browser, saved, width)
    verdict = page.locator("#verdict")
    expect(verdict).to_be_hidden()
    page.set_input_files("#file", given("a.tlog-proof", RECEIPT))
    expect(verdict).to_have_class("verdict good")
    expect(verdict).to_contain_text("属实：这条记录在日志里")
    for said in (
        "公示上墙（notice/41）",
        "2026年11月23日 16:41",
        "419001105901",
        "第 42 条，当时共 300 条",
        "witness.example",
    ):
        expect(verdict).to_contain_text(said)
    page.set_input_files("#content", given("公示.txt", content_of(41)))
    expect(verdict).to_contain_text("属实：公布过，内容没有改动")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_input_files("#content", given("公示.txt", content_of(41).replace("公".encode(), "共".encode())))
    expect(verdict).to_have_class("verdict bad")
    expect(verdict).to_contain_text("内容不是当时公布的那一份")
    page.click("#language")
    expect(verdict).to_contain_text("the content is not what was published")
    page.click("#language")
    page.set_input_files("#content", [])
    page.fill("#receipt", RECEIPT.decode().replace("index 41", "index 40"))
    expect(verdict).to_contain_text("这条记录不在日志里")
    page.fill("#receipt", RECEIPT.decode())
    expect(verdict).to_have_class("verdict good")
    page.locator("#trust summary").click()
    page.fill("#keys", str(LOG.verifier))
    expect(verdict).to_have_class("verdict weak")
    expect(verdict).to_contain_text("见证不够")
    page.fill("#keys", "")
    expect(verdict).to_contain_text("把纸质公告上印的公钥填到下面")
    page.fill("#keys", f"{LOG.verifier}\n{WITNESS.verifier}")
    expect(verdict).to_have_class("verdict good")


def test_a_receipt_in_the_address_is_verified_at_once(saved: Path, browser) -> None:
    page = offline(browser, saved)
    page.goto(f"{saved.as_uri()}#r={base64.urlsafe_b64encode(RECEIPT).decode()}")
    page.reload()
    expect(page.locator("#verdict")).to_have_class("verdict good")


def test_the_page_and_the_program_judge_alike(saved: Path, browser) -> None:
    """Whatever byte is changed, both come to the same: proven by log and witness, or not."""
    page = offline(browser, saved)
    chance = random.Random(11)
    tried = [RECEIPT, RECEIPT[:-1], RECEIPT + b"\n", b"", b"\xff" * 9, RECEIPT.replace(b"\n", b"\r\n")]
    for at in chance.choices(range(len(RECEIPT)), k=rounds(120)):
        edited = bytearray(RECEIPT)
        edited[at] ^= 1 << chance.randrange(8)
        tried.append(bytes(edited))
    tried += [RECEIPT[:cut] for cut in chance.sample(range(len(RECEIPT)), 20)]
    policy = policies.parse(POLICY)
    ours = [verdict_of(data, policy) for data in tried]
    theirs = page.evaluate(
        """([tried, keys]) => tried.map((one) => {
            try {
              const found = QdVerify.check(Uint8Array.from(atob(one), (c) => c.charCodeAt(0)), keys, null);
              return `${found.leaf.subject} ${found.isWitnessed}`;
            } catch (error) { if (error instanceof QdVerify.Wrong) return "no"; throw error; }
        })""",
        [[base64.b64encode(data).decode() for data in tried], POLICY.decode()],
    )
    different = [(tried[n], ours[n], theirs[n]) for n in range(len(tried)) if ours[n] != theirs[n]]
    assert not different, json.dumps([str(one) for one in different[:2]], ensure_ascii=False)
    assert ours[0] == "notice/41 true" and ours.count("no") > 100


def verdict_of(data: bytes, policy: Policy) -> str:
    try:
        leaf, opened = receipts.check(receipts.parse(data), policy.logs, list(policy.witnesses.values()))
    except Broken:
        return "no"
    return f"{leaf.subject} {json.dumps(policy.is_met_by(seen.key for seen in opened.witnesses))}"


def test_the_page_needs_no_newer_browser_than_the_portal() -> None:
    """Chrome 86 has none of these; what noble uses of them, verify.js brings."""
    static = Path(__file__).resolve().parents[2] / "src" / "qingdan" / "web" / "static"
    newer = re.compile(
        r"\bstatic \{|\.at\(-|structuredClone|\?\?=.*\?\?=|\.replaceAll\(|Array\.fromAsync|\bimport\(|\.hasOwn\("
    )
    for name in ("vendor/noble.js", "qingdan/verify.js", "qingdan/verify_page.js"):
        code = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", (static / name).read_text("utf-8"), flags=re.S)
        found = set(newer.findall(code))
        assert found <= {".hasOwn("}, (name, found)
    assert "Object.hasOwn = " in (static / "qingdan" / "verify.js").read_text("utf-8")

"""The browser of the journeys itself: it draws Chinese, stays on this machine and sees what is not accessible."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.journey
PAGE = "<html lang='zh'><title>清单</title><main><h1 id='a'>村</h1><h1 id='b'>镇</h1>{}</main>"


def test_two_characters_look_different(phone: object) -> None:
    """Without a Chinese font both would be the same empty box."""
    phone.set_content(PAGE.format(""))
    phone.evaluate("document.querySelectorAll('h1').forEach(h => h.style.width = '40px')")
    assert phone.locator("#a").screenshot() != phone.locator("#b").screenshot()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("<img alt='' src='http://192.0.2.1/x.png'>", "asked another machine"),
        ("<script>throw new Error('oh')</script>", "script error: oh"),
    ],
)
def test_a_page_that_misbehaves_is_complained_of(browser: object, bad: str, words: str) -> None:
    browser.page().set_content(PAGE.format(bad))
    with pytest.raises(AssertionError, match=words):
        browser.close()
    browser.complaints.clear()


def test_axe_finds_an_image_without_words(phone: object, axe_findings: object) -> None:
    phone.set_content(PAGE.format("<img src='data:,'>"))
    assert any(finding.startswith("image-alt: ") and finding.endswith("img") for finding in axe_findings(phone))

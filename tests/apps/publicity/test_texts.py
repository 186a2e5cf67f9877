"""The texts of every power that ships keep their limits in both languages, with a village and without."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from qingdan.domain.publicity import broadcast, messages
from qingdan.domain.publicity.fitting import units
from tests.apps.publicity.made import kit_of
from tests.loaded import shipped_powers

BRACKETS = set("（）()[]【】〔〕《》")


@pytest.mark.parametrize("village", ["", "示例一村"])
def test_every_power_is_told_in_chinese_within_the_limits(village: str) -> None:
    with override("zh-hans"):
        for slug in shipped_powers():
            told = kit_of(slug, village).told
            message, post, speech = messages.sms(told), messages.weibo(told), broadcast.script(told)
            assert units(message) <= 70, message
            assert message.startswith("【坡头镇示例一村】" if village else "【村级清单】")
            assert told.plain in message
            assert told.short in message or told.telephones[0].number in message
            assert units(post) <= 140, post
            assert re.match(r"#[^#\s]+# ", post)
            assert told.plain in post
            assert 45 <= broadcast.seconds(speech) <= 90, speech
            assert speech.rstrip().endswith("再播一遍。")
            assert not BRACKETS & set(speech)
            assert not re.search(r"[0-9a-zA-Z/]", speech), speech
            text = messages.group(told)
            assert all(answer in text for answers in (told.who, told.where, told.watch) for answer in answers)
            assert told.address in text


def test_every_power_is_told_in_english_within_the_limits() -> None:
    with override("en"):
        for slug in shipped_powers():
            told = kit_of(slug, "示例一村").told
            message, post, speech = messages.sms(told), messages.weibo(told), broadcast.script(told)
            assert units(message) <= 70, message
            assert told.short in message
            assert units(post) <= 280, post
            assert 45 <= broadcast.seconds(speech, english=True) <= 90, speech
            assert speech.endswith("once more.")
            assert not re.search(r"\d{2,}-\d", speech), "telephones are said digit by digit"
            assert told.watch[0] in messages.group(told)


def test_a_villages_own_text_leads_by_way_of_the_village() -> None:
    assert kit_of("petty-goods").address.endswith("/powers/petty-goods/")
    assert kit_of("petty-goods", "示例一村").address.endswith("/v/1/?guide=petty-goods")

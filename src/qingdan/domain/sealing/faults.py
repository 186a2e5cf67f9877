"""What goes wrong with sealed things: nothing opens half, and the sentence never says more than the reader may know."""

from __future__ import annotations

from qingdan.domain.complaints import Miswritten
from qingdan.domain.words import Words


class NotSealed(Miswritten):
    """Bytes that are not what the format demands."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            Words(f"这不是一份完整的密封材料：{zh}", f"this is not a whole sealed message: {en}"),
            Words("请重新取一份完整的文件。", "Fetch the whole file again."),
        )


class DoesNotOpen(Miswritten):
    """A key that does not fit, or something was altered: the two look the same on purpose."""

    def __init__(self) -> None:
        super().__init__(
            Words("打不开：钥匙不对，或者内容被改动过", "it does not open: another key, or it was altered"),
            Words(
                "请核对是不是自己的钥匙；如果没有错，请把原件留存并报告。",
                "Check that it is your key; if so, keep the original as it is and report it.",
            ),
        )


class Unfit(Miswritten):
    """What somebody gave (receipt, pass-phrase, holders, files) cannot be used; said so that they can act on it."""

"""The page on which anybody verifies a receipt of the public log (核对凭据): one file that works saved, too.

Its code is ``static/qingdan/verify.js`` and ``verify_page.js`` beside the joined noble libraries; nothing is sent.
"""

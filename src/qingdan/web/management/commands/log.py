"""``qingdan log …`` for whoever keeps the house: audit, append, keys, witnesses. ``verify`` and ``witness`` are for
outsiders and need no house: ``qingdan.checking``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.complaints import Miswritten
from qingdan.domain.transparency.keys import Scheme, VerifierKey
from qingdan.records.transparency import keys, policy, sequencing
from qingdan.records.transparency.auditing import Audit, audit, rows_to_read
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, speaking

SHOWN = 50  # faults printed


class Command(BaseCommand):
    """The public log of this house."""

    help = "Audit the public log against database and files; append, keys, witnesses. Outsiders: verify, witness."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.epilog = "For outsiders, without this house: qingdan log verify --help, qingdan log witness --help."
        does = parser.add_subparsers(dest="does", required=True)
        look = does.add_parser("audit", help="compare database and files with the log; exit 1 on any difference")
        add = does.add_parser("append", help="publish what waits now, without the worker")
        own = does.add_parser("keys", help="the log's public keys; a new one, or one that signs no more")
        change = own.add_mutually_exclusive_group()
        change.add_argument("--new", action="store_true", help="a new key that signs beside the old one")
        change.add_argument("--retire", metavar="ID", help="let the key with this id (8 signs) sign no more")
        trust = does.add_parser("trust", help="take a witness's cosignatures from now on")
        trust.add_argument("vkey", help="the witness's public key, NAME+ID+KEY")
        trust.add_argument("--from", dest="public", metavar="DIR", help="the witness's public folder")
        for one in (look, add, own, trust):
            add_language(one)

    def handle(self, *, does: str, language: str, **options: Any) -> None:
        """Say what was done. :raises CommandError: when something is wrong, with what to do."""
        with speaking(language):
            try:
                {"audit": self.audit, "append": self.append, "keys": self.keys, "trust": self.trust}[does](options)
            except Miswritten as fault:
                raise CommandError(fault.to(language)) from fault
            except sequencing.Diverged as fault:
                raise CommandError(_("日志和数据库对不上，没有签发：%(why)s") % {"why": fault}) from fault

    def audit(self, options: dict[str, Any]) -> None:
        """Everything that does not agree, then what was looked at and what not."""
        with Progress(sys.stderr, "audit", rows_to_read(), quiet=options["verbosity"] == 0) as bar:
            found = audit(bar.more)
        for fault in found.faults[:SHOWN]:
            self.stdout.write(fault.to(get_language() or "zh"))
        self._say_what_is_covered(found)
        if found.faults:
            raise CommandError(
                _("%(n)d 处对不上。请保留现场，不要改动，和见证方、上级一起核对。") % {"n": len(found.faults)}
            )
        self.stdout.write(
            _("日志 %(entries)d 条，待记 %(waiting)d 条：数据库和文件都和日志一致。")
            % {"entries": found.entries, "waiting": found.waiting}
        )

    def _say_what_is_covered(self, found: Audit) -> None:
        for table, rows in found.rows.items():
            left = "、".join(found.columns_left_out[table])
            self.stdout.write(
                _("核对了 %(table)s 的 %(rows)d 行") % {"table": table, "rows": rows}
                + (_("；不管这几列：%(left)s") % {"left": left} if left else "")
            )
        if found.erased:
            self.stdout.write(_("有 %(n)d 处内容的盐值已经删除，无法再核对。") % {"n": found.erased})
        self.stdout.write(_("不在日志范围内的表：%(tables)s") % {"tables": "、".join(found.tables_not_covered)})

    def append(self, options: dict[str, Any]) -> None:
        """Publish what waits."""
        total = 0
        while done := sequencing.append():
            total += done
        self.stdout.write(_("记入 %(n)d 条，日志共 %(size)d 条。") % {"n": total, "size": sequencing.size()})

    def keys(self, options: dict[str, Any]) -> None:
        """The public keys, newest first."""
        if options["new"]:
            keys.add_key(keys.signing_keys()[0].name)
        if options["retire"]:
            try:
                keys.retire(options["retire"])
            except LookupError:
                raise CommandError(_("没有这个编号的密钥，或者只剩这一把。")) from None
        signing = {key.verifier for key in keys.signing_keys()}
        for key in policy.log_keys():
            self.stdout.write(f"{key}  {_('在用') if key in signing else _('停用，旧签名仍可核对')}")
        if options["new"] or options["retire"]:
            self.append(options)

    def trust(self, options: dict[str, Any]) -> None:
        """A witness more. :raises KeyMiswritten: that is no key."""
        key = VerifierKey.parse(options["vkey"])
        if key.scheme is not Scheme.COSIGNATURE:
            raise CommandError(_("这不是见证方的公钥。请从见证方的 key.vkey 文件里抄。"))
        policy.trust(key, options["public"] or "")
        self.append(options)

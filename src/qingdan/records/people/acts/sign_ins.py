"""Sign-ins as the register sees them, and the second factor (TOTP, RFC 6238)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from qingdan.records.people.kinds import (
    LOCKED_OUT,
    SECOND_FACTOR_REMOVED,
    SECOND_FACTOR_SET_UP,
    SIGN_IN_FAILED,
    SIGNED_IN,
)
from qingdan.records.people.models import Account
from qingdan.records.register.acts import Acting, Record, Refused, act


@act(SIGNED_IN)
def record_sign_in(*, acting: Acting, account: Account, second_factor: bool) -> Record[Account]:
    """A sign-in that succeeded, with or without a one-time code."""
    return _about(account, {"second_factor": second_factor})


@act(SIGN_IN_FAILED)
def record_failed_sign_in(*, acting: Acting, account: Account | None, stage: str) -> Record[None]:
    """A sign-in that failed at ``stage`` (password or second-factor). A name that nobody has is not kept."""
    return Record(value=None, subject=("person", account and account.person_id), place="", data={"stage": stage})


@act(LOCKED_OUT)
def record_lock_out(*, acting: Acting, account: Account | None) -> Record[None]:
    """Too many failures: the name is locked out from this address for a while."""
    return Record(value=None, subject=("person", account and account.person_id), place="")


@act(SECOND_FACTOR_SET_UP)
def set_up_second_factor(*, acting: Acting, account: Account, key: str, code: str) -> Record[TOTPDevice]:
    """Bind an authenticator: ``key`` (hex) was shown as a QR code, ``code`` proves that it arrived.

    :raises Refused: when the code does not fit (wrong, or the phone's clock is off).
    """
    if acting.person_id != account.person_id:
        raise Refused(_("只能给自己的账号开动态码。"))
    if TOTPDevice.objects.filter(user=account, confirmed=True).exists():
        raise Refused(_("您的动态码已经开了。换手机请先关掉旧的。"))
    device = TOTPDevice(user=account, name="totp", key=key, confirmed=True)
    device.save()
    if not device.verify_token(code):
        raise Refused(_("动态码不对。请看手机上现在的6位数字再填一遍；还不对，请把手机时间设成自动。"))
    return _about_device(device, account)


@act(SECOND_FACTOR_REMOVED)
def remove_second_factor(*, acting: Acting, account: Account, why: str) -> Record[Account]:
    """Turn the second factor off: by the person himself, or for one who lost his phone."""
    if not why.strip():
        raise Refused(_("请写明为什么关，例如：换手机、手机丢了。"))
    found, _by_model = TOTPDevice.objects.filter(user=account).delete()
    if not found:
        raise Refused(_("这个账号没有开动态码，不用关。"))
    return Record(
        value=account,
        subject=("person", account.person_id),
        place="",
        personal={"name": account.person.name, "why": why.strip()},
    )


def _about(account: Account, data: dict[str, bool]) -> Record[Account]:
    return Record(value=account, subject=("person", account.person_id), place="", data=data)


def _about_device(device: TOTPDevice, account: Account) -> Record[TOTPDevice]:
    return Record(value=device, subject=("person", account.person_id), place="")

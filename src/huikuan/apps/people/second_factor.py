"""The second factor: a one-time code of an app (TOTP, RFC 6238), or one of ten recovery codes, each good for once.

The secret is kept enciphered, recovery codes as digests. A code opens nothing a second time: the half minute it stands
for is noted, and only a later one passes.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import pyotp
from django.conf import settings

from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.models import RecoveryCode, User
from huikuan.gateways.ciphering import deciphered, enciphered

_PURPOSE = "huikuan one-time codes"
_ISSUER = "Huikuan"
_CODES, _CHANCE = 10, 8  # so many recovery codes, of so many bytes of chance
_EITHER_SIDE = 1  # half minutes by which a telephone's clock may be off


def begin_second_factor(user: User) -> str:
    """Make a new secret that is not asked for yet; returns the address that the app reads from the drawing.

    Raises: Refused second_factor_on.
    """
    if user.totp_since is not None:
        raise Refused("second_factor_on")
    secret = deciphered(user.totp_secret, key=settings.SECRET_KEY, purpose=_PURPOSE) if user.totp_secret else None
    if secret is None:
        secret = pyotp.random_base32()
        user.totp_secret = enciphered(secret, key=settings.SECRET_KEY, purpose=_PURPOSE)
        user.save(update_fields=["totp_secret"])
    return pyotp.TOTP(secret).provisioning_uri(name=user.code, issuer_name=_ISSUER)


def confirm_second_factor(user: User, code: str, *, at: datetime) -> list[str]:
    """Ask for it from now on, once the app has shown the right code; returns the recovery codes, shown this once.

    Raises: Refused one_time_code_wrong, second_factor_on.
    """
    if user.totp_since is not None:
        raise Refused("second_factor_on")
    _take_code(user, code, at)
    user.totp_since = at
    user.save(update_fields=["totp_since"])
    return _new_recovery_codes(user)


def stop_second_factor(user: User) -> None:
    """Ask for it no more; the secret and the recovery codes are gone."""
    User.objects.filter(pk=user.pk).update(totp_secret=None, totp_since=None, totp_step=0)
    RecoveryCode.objects.filter(user=user).delete()


def pass_second_factor(user: User, code: str, *, at: datetime) -> None:
    """Let a one-time code or a recovery code pass, once. Raises: Refused one_time_code_wrong."""
    plain = code.replace(" ", "").replace("-", "").lower()
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(plain), used_at__isnull=True)
    if not unused.update(used_at=at):
        _take_code(user, plain, at)


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def _take_code(user: User, code: str, at: datetime) -> None:
    secret = deciphered(user.totp_secret or "", key=settings.SECRET_KEY, purpose=_PURPOSE)
    step = _step_of(pyotp.TOTP(secret), code.replace(" ", ""), at) if secret else None
    # Of two who send the same code in the same moment one passes: the condition stands in the update.
    if step is None or not User.objects.filter(pk=user.pk, totp_step__lt=step).update(totp_step=step):
        raise Refused("one_time_code_wrong")


def _step_of(totp: pyotp.TOTP, code: str, at: datetime) -> int | None:
    """Return the half minute whose code this is; None where it is of none near that moment."""
    now = totp.timecode(at)
    near = range(now - _EITHER_SIDE, now + _EITHER_SIDE + 1)
    return next((step for step in near if secrets.compare_digest(totp.generate_otp(step), code)), None)


def _new_recovery_codes(user: User) -> list[str]:
    codes = [secrets.token_hex(_CHANCE) for _ in range(_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return ["-".join(code[n : n + 4] for n in range(0, len(code), 4)) for code in codes]


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

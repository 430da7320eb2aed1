"""Our own people and the legal entities they work for."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from huikuan.engine.codes import ROLES


class LegalEntity(models.Model):
    """One of our companies: whose receivable it is, and whose calendar counts."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=40)
    cut_off_minute = models.IntegerField(
        default=0
    )  # minutes after midnight until which it is still yesterday's business


class Team(models.Model):
    """People who share a supervisor."""

    name = models.CharField(max_length=80, unique=True)


class UserManager(BaseUserManager["User"]):
    """Finds people by the name they log in with."""


class User(AbstractBaseUser):
    """A person of ours. ``code`` is what ``owner`` and ``collector`` of the customers' table hold."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="members")
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True)
    version = models.IntegerField(default=1)
    password_is_first = models.BooleanField(default=False)  # somebody else chose it: the person is to choose an own one
    totp_secret = models.TextField(null=True)  # enciphered; of the app that shows the one-time codes
    totp_since = models.DateTimeField(null=True)  # null: not confirmed yet, so not asked for
    totp_step = models.BigIntegerField(default=0)  # the newest half minute whose code was used: none is used twice

    USERNAME_FIELD = "code"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[UserManager] = UserManager()


class RoleGrant(models.Model):
    """A role that a person holds, in one entity or in all, for a time."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    entity = models.ForeignKey("people.LegalEntity", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day, as it was granted
    ended_on = models.DateField(null=True)  # from this day on it holds no more, whatever was granted

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="people_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="people_grant_has_days"
            ),
        ]


class Absence(models.Model):
    """Days on which a deputy acts on somebody's behalf."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="deputised")
    first_on = models.DateField()
    last_on = models.DateField()
    ended_on = models.DateField(null=True)  # back on this day, earlier than was planned

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="people_absence_has_days"),
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="people_nobody_deputises_himself"),
        ]


class SavedView(models.Model):
    """A person's own way to look at the worklist: what its address asks for, under a name (R-213)."""

    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=40)
    asked = models.JSONField()  # name → value, as in the address
    is_shared = models.BooleanField(default=False)  # the owner's team sees it too
    is_first = models.BooleanField(default=False)  # the owner's worklist opens with it
    removed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at__isnull=True), name="people_view_named_once"
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_first=True, removed_at__isnull=True), name="people_one_first_view"
            ),
        ]


class SignIn(models.Model):
    """An attempt to sign in: to slow down whoever guesses, and to show a person when the account was last used."""

    code = models.CharField(max_length=80)  # as typed: it may be nobody's
    address = models.CharField(max_length=45)
    at = models.DateTimeField()
    succeeded = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["code", "at"], name="people_sign_ins_of_a_code"),
            models.Index(fields=["address", "at"], name="people_sign_ins_from"),
        ]


class RecoveryCode(models.Model):
    """A code that stands in for the one-time code, once. Only a digest is kept: it is all chance."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)


class OpenSession(AbstractBaseSession):
    """Somebody's being signed in, in one browser; ending it is deleting the row."""

    user_no = models.BigIntegerField(null=True, db_index=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # to the minute
    address = models.CharField(max_length=45, default="")
    browser = models.CharField(max_length=200, default="")


class SignInRules(models.Model):
    """How the house lets people in; each row is a version, the newest holds."""

    version = models.IntegerField(unique=True)
    idle_minutes = models.IntegerField()  # without a click for so long, a session ends
    session_hours = models.IntegerField()  # it ends after so many in any case
    demands_second_of = models.JSONField()  # roles that need a second factor
    act_id = models.UUIDField()


class ApiToken(models.Model):
    """A key with which a system acts as a person, within that person's rights and the token's scopes.

    Only a digest is kept: the token itself is shown once.
    """

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)  # which system holds it
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    issued_on = models.DateField()
    last_on = models.DateField(null=True)  # the last day on which it opens anything
    revoked_on = models.DateField(null=True)


class ApiUse(models.Model):
    """How often a token was used in a minute; counted here, since several servers are one house."""

    token = models.ForeignKey("people.ApiToken", on_delete=models.CASCADE, related_name="uses")
    minute = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "minute"], name="people_one_count_a_minute"),
        ]

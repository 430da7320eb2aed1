"""The company's own sign-in (OpenID Connect), where one is set: who comes from there, and whom of ours that is (R-208).

The protocol is the library's (Authlib): code flow with PKCE, state and nonce, the token checked against the provider's
keys. Nobody is made a person of ours by it, and no right comes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huikuan.apps.audit.errors import Refused

_EMAIL = "email"


def is_set() -> bool:
    """Tell whether the house has a provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def sent_there(request: HttpRequest) -> HttpResponse:
    """Return the way to the provider. Raises: Refused provider_silent."""
    from requests import RequestException

    try:
        answer: HttpResponse = _client().authorize_redirect(
            request, request.build_absolute_uri(reverse("sign_in_back"))
        )
    except RequestException as silent:
        raise Refused("provider_silent") from silent
    return answer


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return what the provider says of whoever comes back. Raises: Refused provider_refused, provider_silent."""
    from authlib.integrations.base_client.errors import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        token: Mapping[str, Any] = _client().authorize_access_token(request)
    except (OAuthError, JoseError) as refused:
        raise Refused("provider_refused") from refused
    except RequestException as silent:
        raise Refused("provider_silent") from silent
    return dict(token.get("userinfo") or {})


def named_by(claims: Mapping[str, Any]) -> tuple[str, str]:
    """Return by what a person of ours is found, code or email, and its value; an address counts only if it is verified.

    Raises: Refused provider_names_nobody.
    """
    value = str(claims.get(settings.OIDC_CLAIM) or "").strip()
    if not value or (settings.OIDC_CLAIM == _EMAIL and claims.get("email_verified") is not True):
        raise Refused("provider_names_nobody")
    return (_EMAIL if settings.OIDC_CLAIM == _EMAIL else "code"), value


def _client() -> Any:
    from authlib.integrations.django_client import OAuth  # what most houses do not need is read when it is

    known = OAuth()
    known.register(
        "house",
        client_id=settings.OIDC_CLIENT,
        client_secret=settings.OIDC_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
    )
    return known.create_client("house")

"""Secrets that have to be read again: enciphered with a key that is made of the house's own, which is not in a backup.

Fernet (AES-128-CBC with HMAC-SHA-256) of the library cryptography; the key by HKDF-SHA-256, one for each purpose.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LENGTH = 32


def enciphered(text: str, *, key: str, purpose: str) -> str:
    """Return the text as nobody can read it who has not the key."""
    return _cipher(key, purpose).encrypt(text.encode()).decode()


def deciphered(text: str, *, key: str, purpose: str) -> str | None:
    """Return what was enciphered; None where it was with another key, or changed since."""
    try:
        return _cipher(key, purpose).decrypt(text.encode()).decode()
    except InvalidToken:
        return None


def _cipher(key: str, purpose: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=_LENGTH, salt=None, info=purpose.encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(made))

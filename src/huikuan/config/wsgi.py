"""What a web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page is loaded now, not while the first visitor waits

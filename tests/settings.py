"""Settings of the tests: a SQLite file of their own, or PostgreSQL when HUIKUAN_TEST_DATABASE names it by address.

A file, not memory: what locks, survives and is killed must be tested on what people use.
"""

import os
import tempfile

os.environ["HUIKUAN_DATA"] = tempfile.mkdtemp(prefix="huikuan-tests-")
os.environ["HUIKUAN_SECRET_KEY"] = "only for tests"
if address := os.environ.get("HUIKUAN_TEST_DATABASE"):
    os.environ["DATABASE_URL"] = address
else:
    os.environ.pop("DATABASE_URL", None)

from huikuan.config.settings import *  # noqa: F403
from huikuan.config.settings import DATA_DIR, DATABASES

if not address:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}

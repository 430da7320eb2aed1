"""What may not stand in a file that others will see."""

from __future__ import annotations

import re

from tests.house.house_tree import assert_none, shown, text_of, tracked_files

# Put together from pieces, so that this file does not find itself.
HOSTS = ("py" + "pi.org", "files.python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org", "mirrors" + ".")
PATHS = ("/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/", "/opt/" + "pypi", "file:" + "///", "C:" + "\\")
UNKIND = ("老" + "赖", "赖" + "账", "逼" + "债", "恐" + "吓", "dead" + "beat", "scoun" + "drel")


def test_no_tracked_file_names_a_registry_host_or_a_machine_path() -> None:
    pattern = re.compile("|".join(re.escape(piece) for piece in (*HOSTS, *PATHS)))
    findings = [
        f"{shown(path)}:{number}  {found.group()}"
        for path in tracked_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for found in pattern.finditer(line)
    ]
    assert_none(findings, "others have other machines; say it without:")


def test_no_word_about_a_debtor_would_embarrass_us_in_a_newspaper() -> None:
    findings = [
        f"{shown(path)}:{number}  {word}"
        for path in tracked_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for word in UNKIND
        if word in line
    ]
    assert_none(findings, "the customer stays a customer:")


def test_no_uv_lock_is_tracked_since_it_names_registry_hosts() -> None:
    assert_none([shown(path) for path in tracked_files() if path.name == "uv.lock"], "requirements.txt is the lock:")

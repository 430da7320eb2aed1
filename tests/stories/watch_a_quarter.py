"""The quarter to be watched: the real commands, one after another, with what they say; each day is checked as it comes.

make story      (python -m tests.stories.watch_a_quarter --into story --lang en --pace 0)
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from huikuan.cli.closing import figure_lines
from huikuan.cli.speech import choose_language, terminal_language
from huikuan.gateways.texts import words
from tests.stories.quarter.events import begun_quarter
from tests.stories.quarter.house import HouseApart

_MARK = "huikuan-story"  # a folder with this file in it is ours to replace
_LINES_SHOWN = 7
_COUNTED_ZH = {
    "imports": "导入", "snapshots": "快照", "settled, cause unknown": "原因不明的结清", "calls": "电话",
    "promises kept": "兑现的承诺", "promises partly": "部分兑现的承诺", "promises broken": "落空的承诺",
    "promises withdrawn": "收回的承诺", "promises that wait": "待批的承诺", "promises approved": "批准的承诺",
    "promises refused": "不批的承诺", "steps approved": "批准的步骤", "steps refused": "不批的步骤",
    "approvals looked at": "查看审批", "people": "新同事", "roles": "授予角色", "disputes opened": "提出的争议",
    "disputes resolved": "解决的争议", "overrides": "人工指定", "policies changed": "换策略",
    "paid by the parent": "集团代付", "bills refused": "拒付的票据", "imports undone": "撤销的导入",
}  # fmt: skip
_SAID = {
    "zh": {
        "title": "三个月，一天一天地过：九月到十一月，{folder}",
        "same": "  ✓ 与当天已知资料重排的清单一致：{rows} 行",
        "differs": "  ✗ 与当天已知资料重排的清单不一致",
        "back": "回看十个过去的傍晚，与当时写下的比较",
        "end": "讲完了：{counts}",
        "more": "  … 另有 {count} 行",
        "occupied": "{folder} 不是故事的文件夹；请另选一个：make story STORY=我的故事",
    },
    "en": {
        "title": "A quarter, day by day: September to November, in {folder}",
        "same": "  ✓ the same as the plan of what was known that day: {rows} rows",
        "differs": "  ✗ not the plan of what was known that day",
        "back": "Ten past evenings, held against what was written down then",
        "end": "Told: {counts}",
        "more": "  … {count} more lines",
        "occupied": "{folder} is not a story's folder; give another: make story STORY=my-story",
    },
}


def main() -> int:
    """Tell the story; returns 1 when a day was not what the story's own ledger asks for."""
    parser = argparse.ArgumentParser(prog="make story")
    parser.add_argument("--into", type=Path, default=Path("story"))
    parser.add_argument("--lang", choices=sorted(_SAID), default=terminal_language(os.environ))
    parser.add_argument("--pace", type=float, default=0.4, help="seconds between two commands")
    parser.add_argument("--every", type=int, default=1, help="of the house days")
    given = parser.parse_args()
    choose_language(given.lang)
    said = _SAID[given.lang]
    if given.into.exists() and not (given.into / _MARK).exists():
        print(said["occupied"].format(folder=given.into), file=sys.stderr)
        return 2
    shutil.rmtree(given.into, ignore_errors=True)
    given.into.mkdir(parents=True)
    (given.into / _MARK).touch()
    print(said["title"].format(folder=given.into))
    return _told(given.into.resolve(), given.lang, every=given.every, show=_shower(said, given.pace))


def _shower(said: dict[str, str], pace: float) -> Callable[[str, str], None]:
    def show(command: str, answer: str) -> None:
        print(f"\n$ huikuan {command}")
        lines = answer.rstrip().splitlines()
        print("\n".join(lines[:_LINES_SHOWN]))
        if len(lines) > _LINES_SHOWN:
            print(said["more"].format(count=len(lines) - _LINES_SHOWN))
        sys.stdout.flush()
        time.sleep(pace)

    return show


def _told(root: Path, lang: str, *, every: int, show: Callable[[str, str], None]) -> int:
    said, house = _SAID[lang], HouseApart(root / "data", lang)
    show("init", house("init"))
    story = begun_quarter(house, root)
    story.tell = lambda command, answer: show(command.replace(f"{root}/", ""), answer)
    wrong = 0
    then: dict[date, list[str]] = {}
    for on, answer in story.days(every=every):
        assert story.plan is not None
        expected = [*figure_lines(story.plan, words(lang))]
        then[on] = answer.splitlines()[: len(expected)]
        is_same = then[on] == expected
        print(said["same"].format(rows=story.plan.worklist.height) if is_same else said["differs"])
        wrong += not is_same
    print("\n" + said["back"])
    for on in sorted(story.evenings)[-10:]:
        words_back = ("as-of", str(on), "--known-on", str(on), "--policy", story.evenings[on])
        answer = house(*words_back)
        story.tell(shlex.join(words_back), answer)
        wrong += answer.splitlines()[1 : 1 + len(then[on])] != then[on]
        show(f"replay {on}", house("replay", str(on)))
    for command in ("seal", "verify"):
        show(f"audit {command}", house("audit", command))
    print("\n" + said["end"].format(counts=_counts(story.told, lang)))
    return 1 if wrong else 0


def _counts(told: Mapping[str, int], lang: str) -> str:
    if lang == "en":
        return ", ".join(f"{what} {times:,}" for what, times in told.items())
    return "、".join(f"{_COUNTED_ZH[what]} {times:,}" for what, times in told.items())


if __name__ == "__main__":
    sys.exit(main())

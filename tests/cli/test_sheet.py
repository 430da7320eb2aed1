"""Tables on a terminal, where a Chinese sign takes two columns."""

from huikuan.cli.sheet import display_width, sheet, shortened


def test_a_chinese_sign_takes_two_columns() -> None:
    assert display_width("回款 ok") == 7


def test_a_long_name_is_shortened_to_the_width_with_an_ellipsis() -> None:
    assert shortened("苏州工业园区精密机械有限公司", 11) == "苏州工业园…"
    assert shortened("short", 11) == "short"


def test_columns_line_up_whatever_the_script() -> None:
    """
    客户    元
    ────  ────
    苏州     5
    Wuxi  1000
    """
    lines = sheet(["客户", "元"], [["苏州", "5"], ["Wuxi", "1000"]], right={1}).split("\n")
    assert lines == ["客户    元", "────  ────", "苏州     5", "Wuxi  1000"]


def test_a_table_without_heads_has_no_rule() -> None:
    assert sheet(["", ""], [["a", "1"], ["bb", "22"]], indent=2) == "  a   1\n  bb  22"

"""Formulas: what LibreOffice answers, on either engine, and what is said where there is no answer."""

from datetime import date, timedelta
from math import isclose

import pytest
from hypothesis import HealthCheck, given, settings

from models.kit.formula import Mistake, kept, shown, understand, why_empty
from models.kit.formula.context import Context
from models.kit.formula.engines import SQLITE
from models.kit.formula.grammar import parse
from models.members import Member
from tests.formulas.chance import formulas
from tests.formulas.comparing import KEPT, faults
from tests.formulas.engines import OnPostgreSQL, OnSQLite, weekdays
from tests.formulas.trial import Trial, rows
from tests.helpers import places

GIVEN = rows(KEPT["seed"], KEPT["rows"])
ONE = {
    **GIVEN[0],
    "a": 7,
    "b": None,
    "m": None,
    "n": 0,
    "t": "金卡abc",
    "u": None,
    "d": date(2024, 2, 29),
    "e": None,
    "f": True,
    "k": "new",
    "up": None,
}


def engines(given_rows, folder) -> list:
    """The embedded one, and a server's where there is one."""
    return [
        OnSQLite(given_rows),
        *([OnPostgreSQL(given_rows, places.url(folder / "trial.db"))] if places.SERVER else []),
    ]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return engines(GIVEN, tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return engines([ONE], tmp_path_factory.mktemp("one"))


def answers(engines_, formula: str):
    """What every engine says of the single row; they must agree."""
    results = [engine.results([formula])[0][0] for engine in engines_]
    assert all(other == results[0] for other in results), results
    return results[0]


def test_each_function_answers_as_libreoffice_does(both):
    assert [fault for engine in both for fault in faults(engine, GIVEN)] == []


def test_the_kept_answers_try_every_function():
    from models.kit.formula.functions import FUNCTIONS

    written = " ".join(KEPT["answers"])
    asked_elsewhere = {"NOW", "ME", "MYSTORE"}
    assert {name for name in FUNCTIONS if f"{name}(" not in written} <= asked_elsewhere


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(formula=formulas())
def test_random_formulas_never_raise_and_both_engines_agree(both, formula):
    if both[0].understood(formula).mistakes:
        return
    results = [[row[0] for row in engine.results([formula], 'WHERE "t1"."id" < 20')] for engine in both]
    for others in results[1:]:
        assert all(alike(mine, theirs) for mine, theirs in zip(results[0], others, strict=True)), formula


def alike(mine, other) -> bool:
    if isinstance(mine, float) and isinstance(other, float):
        return isclose(mine, other, rel_tol=1e-9, abs_tol=2e-6)
    return mine == other or (mine in (None, "") and other in (None, ""))


@pytest.mark.parametrize(
    ("formula", "at", "said"),
    [
        ("=[数量]+", 6, "公式没写完"),
        ("[数量", 0, "方括号没有成对"),
        ('"abc', 0, "引号没有成对"),
        ("ROUND([数量],1", 12, "还缺 1 个“)”"),
        ("[数量])", 4, "多了一个“)”"),
        ("[数量]+[数量了]", 5, "没有“数量了”这一列，是不是 [数量]？"),
        ("数量*2", 0, "“数量”应写在方括号里：[数量]"),
        ("你好", 0, "既不是列名也不是函数"),
        ("RONUD(1)", 0, "没有 RONUD 这个函数，是不是 ROUND？"),
        ("ROUND(1,2,3)", 0, "ROUND 最多 2 个参数"),
        ("LEFT()", 0, "LEFT 至少要 1 个参数"),
        ("[数量]+[文字]", 5, "请用 VALUE(…)"),
        ("YEAR([数量])", 5, "这里要日期，而这是数字"),
        ("[数量].[名称]", 0, "不是关联列"),
        ("[文字]>[片段]", 0, "文字只能比较相等"),
        ('[状态]="没有的"', 0, "“状态”没有“没有的”这一项，可选：新的、旧的"),
        ('TEXT([数量],"qq")', 10, "不认识格式“qq”"),
        ('DATEDIF([开始],[结束],"Q")', 18, "DATEDIF 不认识“Q”"),
        ("", 0, "公式是空的"),
        ("1 2", 2, "这里不应该出现“2”"),
        ("[数量]=[开始]", 0, "数字不能和日期比较"),
        ("[开始]+[结束]", 0, "日期和日期不能这样运算"),
        ("SUMIF([数量],1)", 0, "没有 SUMIF 这个函数；按条件汇总别的行，请加一列“汇总”"),
        ("VLOOKUP([文字],1)", 0, "请加一列“查找”"),
        ("VLOOKUP([文字],付款明细!A:D,2,0)", 0, "请加一列“查找”"),
        ("ROUND(VLOOKUP(1,'表 2'!$A$1:$D$9,2,FALSE),2)", 6, "请加一列“查找”"),
        ('SUMIFS(付款明细[金额],付款明细[状态],"已付")', 0, "请加一列“汇总”"),
        ("_xlfn.XLOOKUP([文字],表[@列],表[值])", 0, "请加一列“查找”"),
        ("countif(A:A,1)+1", 0, "请加一列“汇总”"),
        ("VLOOKUP([文字],1) [数量]", 16, "两项之间要有运算符"),
        ("[数量]>1 AND [件数]>1", 7, "AND(条件1, 条件2)"),
        ("[数量]>1 并且 [件数]>1", 7, "AND(条件1, 条件2)"),
        ("[数量]>1 或 [件数]>1", 7, "OR(条件1, 条件2)"),
        ("[开始]>=2026-03-01", 0, "DATE(2026, 3, 1)"),
        ("IF(2026/3/1<[开始],1,2)", 3, "DATE(2026, 3, 1)"),
        ("[数量]!=1", 4, "不等于写成 <>"),
        ("[数量]==1", 5, "等于只写一个 ="),
        ("[数量]=>1", 5, "请写成 >= 或 <="),
        ("SUM([数量]:[件数])", 8, "没有区域"),
        ("B2*2", 0, "没有单元格地址“B2”"),
        ("[数量]*1,000", 6, "数里不写逗号"),
        ("[数量][件数]", 4, "两项之间要有运算符"),
        ("‘甲’", 0, "文字请用双引号"),
        ('YEAR("2026-02-30")', 5, "2026-02-30"),
        ("YEAR([文字])", 5, "请写 DATE(年, 月, 日)"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_the_remedy(formula, at, said):
    mistakes = understand(formula, Context(Trial, SQLITE)).mistakes
    assert (mistakes[0].at, said in mistakes[0].text.zh) == (at, True), (mistakes[0].at, mistakes[0].text.zh)
    assert mistakes[0].text.en != mistakes[0].text.zh


def test_all_mistakes_are_told_at_once():
    mistakes = understand("[没有]+FOO(1)+[数量]+YEAR([文字])", Context(Trial, SQLITE)).mistakes
    assert [mistake.at for mistake in mistakes] == [0, 5, 22]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("1+" * 1200 + "1", "公式最多 2000 个字符"),
        ("(" * 150 + "1" + ")" * 150, "公式嵌套太深"),
        ("1" + "+1" * 200, "公式嵌套太深"),
        ("-" * 300 + "1", "公式嵌套太深"),
        ("ABS(" * 120 + "1" + ")" * 120, "公式嵌套太深"),
    ],
)
def test_a_formula_past_a_limit_is_a_sentence(formula, said):
    with pytest.raises(Mistake) as error:
        parse(formula)
    assert said in error.value.text.zh


@pytest.mark.parametrize(
    ("formula", "result", "why"),
    [
        ("[数量]/[件数]", None, "除数是 0"),
        ("1/0", None, "除数是 0"),
        ("[数量]/[系数]", None, "除数是 0"),
        ("IFERROR([数量]/[件数],9)", 9.0, None),
        ("IF([数量]>1,[数量]/[件数],1/0)", None, "除数是 0"),
        ("IF([数量]>1,3,1/0)", 3.0, None),
        ("10^90*10^90", None, "太大"),
        ("[数量]^400", None, "太大"),
        ("SQRT(-[数量])", None, "SQRT 里的数是负数"),
        ("VALUE([文字])", None, "不是数字"),
        ('VALUE("１２")', 12.0, None),
        ('VALUE("－１，２３４．５")', -1234.5, None),
        ('VALUE("　１２％")', 0.12, None),
        ('VALUE("１２岁")', None, "不是数字"),
        ("DATE(2026,2,30)", "2026-03-02", None),
        ("DATE(2026,3,0)", "2026-02-28", None),
        ("DATE(2026,14,-40)", "2026-12-22", None),
        ("DATE(2026,-1,1)", "2025-11-01", None),
        ("DATE(1899,12,31)", None, "1900 年到 9999 年"),
        ("DATE(9999,12,32)", None, "1900 年到 9999 年"),
        ("DATE(9999,13,-40)", "9999-11-21", None),
        ("DATE(9999,24,-400)", "9999-10-27", None),
        ("DATE(1900,-5,400)", "1900-08-04", None),
        ("DATE(1900,1,0)", None, "1900 年到 9999 年"),
        ("DATE(9999,13,1)", None, "1900 年到 9999 年"),
        ("DATE(10^9,1,1)", None, "1900 年到 9999 年"),
        ("DATE(2026,10^15,1)", None, "1900 年到 9999 年"),
        ("DATE(2026,1,-10^15)", None, "1900 年到 9999 年"),
        ("DATE(2024,2,29)", "2024-02-29", None),
        ("DATE(2025,2,29)", "2025-03-01", None),
        ("EDATE([开始],12)", "2025-02-28", None),
        ("YEAR([结束])", None, "“结束”是空白"),
        ("[结束]", None, "“结束”是空白"),
        ("[系数]+1", 1.0, None),
        ('[片段]&"x"', "x", None),
        ("[开始]+10000000000", None, "算不出"),
        ("DATE(9999,12,31)+1", None, "算不出"),
        ('REPT("ab",1000000)', None, "算不出"),
        ("REPT([片段],1e90)", None, "算不出"),
        ('FIND("z",[文字])', None, "没有找到"),
        ("SWITCH([件数],1,2)", None, "没有一项符合"),
        ('SUBSTITUTE([文字],"",TEXT([结束],"d"))', None, "“结束”是空白"),
        ("WORKDAY(DATE(2050,1,1),1)", None, "超出了工作日历"),
        ("MOD([数量],0)", None, "除数是 0"),
    ],
)
def test_what_has_no_result_is_empty_and_says_why(pair, formula, result, why):
    assert answers(pair, formula) == result
    for engine in pair:
        reason = why_empty(formula, engine.context, 1, engine.execute)
        assert (reason and reason.zh) is None if why is None else why in reason.zh, reason


def test_chinese_punctuation_is_taken_for_what_it_means(pair):
    assert answers(pair, "＝ＩＦ（［数量］＞５，“多”，“少”）") == "多"
    assert answers(pair, "=［数量］×２÷７") == 2.0
    assert answers(pair, "IF(【数量】≥7；“是”；“否”)") == "是"
    assert answers(pair, '"（，）"&[文字]') == "（，）金卡abc"


def test_a_text_ends_with_the_quote_it_began_with_and_with_any_where_that_is_missing(pair):
    assert answers(pair, '"他说“好”"') == "他说“好”"
    assert answers(pair, '"”"&[文字]&"“"') == "”金卡abc“"
    assert [answers(pair, formula) for formula in ('="多”&"少"', "=“多”&“少”", '=“多"&"少"')] == ["多少"] * 3


def test_what_excel_reads_of_texts_is_read(pair):
    assert answers(pair, 'DAYS("2026-03-01","2026/2/1")') == 28.0
    assert [answers(pair, f"IF([勾选]{said},1,2)") for said in ('="是"', '="No"', '<>"否"')] == [1.0, 2.0, 1.0]
    assert answers(pair, "AND(TRUE(),NOT(false()))") == answers(pair, "TRUE") == 1


def test_a_minus_binds_before_a_power_and_powers_go_from_the_left(pair):
    assert [answers(pair, formula) for formula in ("-2^2", "2^3^2", "-[数量]^2", "50%*4", '2+3&"a"')] == [
        4.0,
        64.0,
        49.0,
        2.0,
        "5a",
    ]


def test_formulas_are_kept_by_name_and_shown_by_todays_labels():
    written = '=IF([门店].[区域]="",[数量],[Count]*[a]) & "[数量]"'
    stored = kept('=IF([上级].[文字]="",[数量],[Count]*[a]) & "[数量]"', Trial)
    assert stored == '=IF([up].[t]="",[a],[a]*[a]) & "[数量]"'
    assert shown(stored, Trial) == '=IF([上级].[文字]="",[数量],[数量]*[数量]) & "[数量]"'
    assert shown(stored, Trial, "en") == '=IF([Above].[Words]="",[Count],[Count]*[Count]) & "[数量]"'
    with pytest.raises(Mistake):
        kept(written, Trial)
    stored = kept('=IF("新的"=[上级].[状态],1,2) & SWITCH([状态],"Old",1,"没有的",2,"新的")', Trial)
    assert stored == '=IF("new"=[up].[k],1,2) & SWITCH([k],"old",1,"没有的",2,"新的")'
    assert shown(stored, Trial) == '=IF("新的"=[上级].[状态],1,2) & SWITCH([状态],"旧的",1,"没有的",2,"新的")'


def test_money_stays_exact_to_the_cent_and_knows_its_kind():
    engine = OnSQLite([{**ONE, "m": "0.10", "n": 3}])
    assert answers([engine], "[m]*3-[m]-[m]-[m]") == 0.0
    assert answers([engine], "[m]+[m]+[m]=0.3") is True
    kinds = {
        formula: engine.understood(formula).kind
        for formula in ("[m]+1", "[m]*2", "[m]/2", "[m]/[m]", "[m]*[m]", "[a]", "[d]", "[d]-[e]", "[t]", "[f]", "[k]")
    }
    assert list(kinds.values()) == [
        "money",
        "money",
        "money",
        "number",
        "number",
        "number",
        "day",
        "number",
        "text",
        "flag",
        "text",
    ]


def test_a_choice_is_called_by_any_of_its_names_and_reads_in_the_readers_language(pair):
    assert [answers(pair, f'[状态]="{name}"') for name in ("新的", "New", "new", "旧的")] == [True, True, True, False]
    assert answers(pair, '[状态]&"！"') == "新的！"
    assert answers(pair, 'SWITCH([状态],"旧的",1,"新的",2)') == 2.0


def test_working_days_follow_the_houses_calendar(pair):
    days = [date.fromisoformat(day) for day in weekdays().days]
    for start, count in (
        (date(2025, 12, 30), 3),
        (date(2026, 1, 4), -1),
        (date(2026, 1, 3), 1),
        (date(2026, 1, 5), -2),
    ):
        after = [day for day in days if day > start] if count > 0 else [day for day in reversed(days) if day < start]
        said = answers(pair, f"WORKDAY(DATE({start.year},{start.month},{start.day}),{count})")
        assert said == after[abs(count) - 1].isoformat()
    counted = sum(date(2025, 12, 29) <= day <= date(2026, 1, 6) for day in days)
    assert answers(pair, "NETWORKDAYS(DATE(2025,12,29),DATE(2026,1,6))") == counted
    assert answers(pair, "NETWORKDAYS(DATE(2026,1,6),DATE(2025,12,29))") == -counted


def test_letters_of_any_language_are_turned_and_found_as_what_they_are(pair):
    for formula, said in (
        ('UPPER("école é ő я")', "ÉCOLE É Ő Я"),
        ('LOWER("ÉCOLE Ł ΣΑ ﬁ")', "école ł σα ﬁ"),
        ('"Größe"="GRÖSSE"', False),
        ('"Éco"="éCO"', True),
        ('FIND("É","café")', None),
        ('SEARCH("É","café")', 4.0),
        ('SEARCH("?É","café")', 3.0),
        ('CONTAINS("Я и ТЫ","ты")', True),
    ):
        assert answers(pair, formula) == said, formula


def test_weeks_are_counted_from_the_weekday_they_are_asked_for(pair):
    for at in range(400):
        if at % 37 == 0:
            day = date(2024, 12, 20) + timedelta(days=at)
            said = f"DATE({day.year},{day.month},{day.day})"
            first = date(day.year, 1, 1)
            sunday = (day.timetuple().tm_yday - 1 + (first.weekday() + 1) % 7) // 7 + 1
            assert answers(pair, f"WEEKNUM({said})") == sunday
            assert answers(pair, f"WEEK({said})") == f"W{day.isocalendar().week:02d}"


def test_what_is_built_without_functions_of_ours_can_carry_an_index():
    asked = Context(Member, SQLITE)
    assert understand("[points]/100", asked).own
    assert not understand("[joined_on]-TODAY()", asked).own
    assert not understand("UPPER([name])", asked).own

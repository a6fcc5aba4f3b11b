"""What is said of a formula that can't be understood, and of one that has no result for a row."""

from ..text import Text

TOO_LONG = Text(
    "公式最多 {most} 个字符，现有 {length} 个；请拆成几列",
    "A formula has at most {most} characters, this one {length}; split it into several columns",
)
TOO_DEEP = Text(
    "公式嵌套太深（最多 {most} 层）；请把一部分放到单独的一列",
    "The formula is nested too deeply (at most {most}); move a part into a column of its own",
)
TOO_MANY_LEVELS = Text(
    "公式一列引用一列，超过了 {most} 层：{way}；请少引用几层",
    "Formulas refer to formulas more than {most} deep: {way}; refer to fewer",
)
TOO_MANY_NODES = Text(
    "连同引用的公式列一起，这个公式超过 {most} 步；请拆开或少引用几列",
    "With the formula columns it refers to, this formula has more than {most} steps; split it or refer to fewer",
)
CIRCLE = Text(
    "公式绕成了圈：{way}；请去掉其中一处引用",
    "The formulas go round in a circle: {way}; take one of the references out",
)
NOTHING = Text("公式是空的；请写成 =[列名]…", "The formula is empty; write =[Column]…")
BREAKS_OFF = Text(
    "公式没写完，末尾还缺内容，例如一列 [列名]、一个数或右括号",
    "The formula breaks off: something is still missing, as a [Column], a number or a closing bracket",
)
NOT_HERE = Text("这里不应该出现“{what}”{remedy}", "“{what}” does not belong here{remedy}")
OPEN_TEXT = Text('引号没有成对；文字请写成 "…"', 'A quotation mark is missing; write text as "…"')
OPEN_COLUMN = Text("方括号没有成对；列请写成 [列名]", "A square bracket is missing; write a column as [Column]")
OPEN_BRACKET = Text("括号没有成对：还缺 {count} 个“)”", "Brackets don't match: {count} “)” missing")
BRACKET_TOO_MANY = Text("多了一个“)”", "There is one “)” too many")
BARE = Text("“{name}”应写在方括号里：[{name}]", "“{name}” stands in square brackets: [{name}]")
BARE_CELL = Text(
    "这里没有单元格地址“{name}”；请写列名，如 [金额]",
    "There is no cell “{name}” here; write the column's name, as [Amount]",
)
BARE_TEXT = Text(
    '“{name}”既不是列名也不是函数；文字请加引号："{name}"',
    '“{name}” is neither a column nor a function; write text in quotes: "{name}"',
)
NO_COLUMN = Text("{record}没有“{name}”这一列{like}", "{record}: there is no column “{name}”{like}")
LIKE = Text("，是不是 [{name}]？", "; did you mean [{name}]?")
TWO_COLUMNS = Text(
    "{record}有几列都叫“{name}”；请写列的编码：{names}",
    "{record}: several columns are called “{name}”; write the name: {names}",
)
NO_LINK = Text(
    "“{name}”不是关联列，后面不能再接“.”",
    "“{name}” does not lead to another table, so no “.” can follow it",
)
NO_FUNCTION = Text("没有 {name} 这个函数{like}", "There is no function {name}{like}")
LIKE_FUNCTION = Text("，是不是 {name}？", "; did you mean {name}?")
TOO_FEW = Text("{name} 至少要 {least} 个参数：{usage}", "{name} takes at least {least} values: {usage}")
TOO_MANY = Text("{name} 最多 {most} 个参数：{usage}", "{name} takes at most {most} values: {usage}")
NOT_WRITTEN_OUT = Text(
    "{name} 的这个参数要直接写出来，如 {such}，不能取自列",
    "{name} needs this written out, as {such}; it can't come from a column",
)
WRONG_KIND = Text("这里要{wanted}，而这是{given}{remedy}", "This must be {wanted}, and it is {given}{remedy}")
WITH_VALUE = Text("；请用 VALUE(…) 把文字变成数字", "; turn text into a number with VALUE(…)")
WITH_PARTS = Text(
    "；月份的年请写 VALUE(LEFT([{name}],4))，月请写 VALUE(RIGHT([{name}],2))",
    "; for its year write VALUE(LEFT([{name}],4)), for its month VALUE(RIGHT([{name}],2))",
)
WITH_DATE = Text("；请写 DATE(年, 月, 日)", "; write DATE(year, month, day)")
WITH_ITS_COLUMN = Text("请接着写要本行的哪一列，如 [{name}].[…]", "Go on to one of this row's columns, as [{name}].[…]")
NO_CONDITION = Text(
    "请写明按什么条件找，如 [列]=[本行].[列]；或者选一个关联列",
    "Say by what condition rows are found, as [Column]=[this row].[Column], or choose a link",
)
NO_MATCH = Text(
    "条件里没有用到{record}的列，请写成 [{record}的列]=[本行].[列]",
    "The condition names no column of {record}; write [its column]=[this row].[column]",
)
NO_TABLE = Text("已经没有“{name}”这张表", "There is no table “{name}” any more")
NO_WAY = Text("{record}没有能用的关联列“{name}”", "{record}: there is no link “{name}” that leads there")
NO_LINKED = Text("“{name}”是空白，或者那一行这里没有内容", "“{name}” is empty, or the row it leads to has nothing here")
NO_ROWS = Text("没有符合的记录", "There are no rows that fit")
WITH_COLUMN = Text("；请接着写要哪一列，如 [{name}].[…]", "; go on to one of its columns, as [{name}].[…]")
UNLIKE = Text(
    "{one}不能和{other}比较；请先变成同一类，如用 TEXT(…) 或 VALUE(…)",
    "{one} can't be compared with {other}; turn one into the other's kind, as with TEXT(…) or VALUE(…)",
)
DAY_AS_NUMBER = Text(
    '{one}不能和{other}比较；日期请写 "2026-03-01" 或 DATE(2026, 3, 1)',
    '{one} can\'t be compared with {other}; write a day as "2026-03-01" or DATE(2026, 3, 1)',
)
NO_ORDER = Text(
    "文字只能比较相等（=、<>），没有大小；数字请用 VALUE(…)",
    "Text can only be compared with = and <>, it has no order; for numbers use VALUE(…)",
)
NO_OPTION = Text("“{name}”没有“{value}”这一项，可选：{options}", "“{name}” has no “{value}”; choose one of {options}")
NOT_SO = Text("{one}和{other}不能这样运算", "{one} and {other} can't be put together like this")
NO_FORMAT = Text(
    "TEXT 不认识格式“{format}”；可用 0.00、#,##0、0%、yyyy-mm-dd、aaaa 等",
    "TEXT does not know the format “{format}”; use 0.00, #,##0, 0%, yyyy-mm-dd, dddd and the like",
)
NO_UNIT = Text("{name} 不认识“{unit}”；可用 {known}", "{name} does not know “{unit}”; use {known}")
NOT_READ = Text("“{name}”不能用在公式里", "“{name}” can't be used in a formula")
TOO_LARGE_A_NUMBER = Text("这个数太大，最多 {most} 位", "This number is too long, at most {most} digits")

KINDS = {
    "number": Text("数字", "a number"),
    "money": Text("金额", "money"),
    "text": Text("文字", "text"),
    "choice": Text("选项", "a choice"),
    "month": Text("月份", "a month"),
    "day": Text("日期", "a day"),
    "moment": Text("时间", "a moment"),
    "flag": Text("是/否", "yes or no"),
    "row": Text("关联的一行", "a row of another table"),
    "tags": Text("标签", "tags"),
    "empty": Text("空白", "nothing"),
}
NOT_YES_OR_NO = Text(
    "检查要得出“是”或“否”，而这是{given}；请写成比较，如 =[完工日期]>=[报修日期]",
    "A check must come out as yes or no, and this is {given}; compare something, as =[Done on]>=[Reported on]",
)
NOT_BY_PERSON = Text(
    "检查对每个人都一样，不能用 ME() 和 MYSTORE()",
    "A check is the same for everybody: ME() and MYSTORE() can't stand in it",
)
NOT_BY_OTHERS = Text(
    "“{name}”取决于别的行，别的行改了这里不会再检查；检查只能用本行的列和关联到的那一行",
    "“{name}” depends on other rows, and when those change nothing is checked here; a check reads the row and what it links to",
)
READS_NOTHING = Text(
    "检查至少要用到本行的一列，如 [数量]", "A check reads at least one column of the row, as [Quantity]"
)

# Why one row has no result: said on hover over the empty cell.
BY_ZERO = Text("除数是 0 或空白", "Divided by zero or by an empty cell")
TOO_BIG = Text("结果太大或太小，算不出", "The result is too large or too small")
NO_RESULT = Text("{name} 用这些值算不出结果", "{name} has no result for these values")
EMPTY_DAY = Text("{name} 要的日期是空白", "{name} was given an empty day")
NO_DAY = Text(
    "这一天不在 1900 年到 9999 年之间",
    "This day doesn't lie between the years 1900 and 9999",
)
NOT_A_NUMBER = Text("VALUE 里的文字不是数字", "The text in VALUE is not a number")
NOT_FOUND = Text("{name} 没有找到要找的文字", "{name} did not find the text")
NO_BRANCH = Text("{name} 没有一项符合，也没有写“其他”", "{name}: nothing fits, and there is no value for all else")
BELOW_ZERO = Text("{name} 里的数是负数", "The number in {name} is below zero")
NO_CALENDAR = Text("{name} 的日期超出了工作日历", "{name} goes beyond the calendar of working days")
EMPTY_CELL = Text("“{name}”是空白", "“{name}” is empty")

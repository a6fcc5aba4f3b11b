"""What the import page says."""

from models.kit.text import Text

TITLE = Text("导入{record}", "Import {record}")
IMPORT = Text("导入", "Import")
TEMPLATE = Text("下载模板", "Download the template")
DROP = Text("把文件拖到这里，或点击选择", "Drop a file here, or click to choose one")
LIMITS = Text(
    "xlsx、xls、ods、csv 或网页表格（可压缩为 zip），最大 20 MB、20 万行。表头上方的标题、合计行和说明会自动跳过。",
    "xlsx, xls, ods, csv or a web table (zipped, too), up to 20 MB and 200,000 rows. Titles above the header, totals and remarks are skipped.",
)
WRONG_KIND = Text(
    "请选择一个 xlsx、xls、ods 或 csv 文件，最大 20 MB", "Choose one xlsx, xls, ods or csv file of 20 MB at most"
)
READING = Text("正在读取“{file}”……", "Reading “{file}” …")
CHECKING = Text("正在检查每一行……", "Checking every row …")
WRITING = Text("正在导入……", "Importing …")
CANCEL, STOPPING = Text("取消", "Cancel"), Text("正在取消……", "Cancelling …")
CANCELLED = Text("已取消", "Cancelled")
LOOK_FIRST = Text(
    "刚才的改动还在检查，看过结果再点一次",
    "What you just changed is still being checked; look at the outcome, then press again",
)
OTHER_FILE = Text("换一个文件", "Another file")
COLUMNS, RESULT = Text("对应列", "Columns"), Text("检查结果", "What will happen")
ROWS = Text("工作表“{sheet}”，第 {header} 行是表头，{rows} 行", "Sheet “{sheet}”, header in row {header}, rows: {rows}")
ROWS_UNKNOWN = Text(
    "工作表“{sheet}”里没有认出表头，请在下面逐列对应",
    "No header was recognised in sheet “{sheet}”; map the columns below",
)
BEFORE = Text(
    "同一个文件已由{who}于 {at} 导入过；再导入不会重复，只有不同的内容会更新。",
    "{who} imported this very file on {at}. Nothing will be doubled; only what differs is updated.",
)
BEFORE_KEYLESS = Text(
    "同一个文件已由{who}于 {at} 导入过；这种记录没有识别列，已经在系统里的行会先问你要不要再加。",
    "{who} imported this very file on {at}. These rows have no key: you are asked before what is here is added again.",
)
SHEET, MODE, KEY = (
    Text("工作表", "Sheet"),
    Text("方式", "How"),
    Text("按哪列识别已有记录", "Recognise existing rows by"),
)
MODES = {
    "both": Text("新增并更新", "Add and update"),
    "skip": Text("新增，已有的跳过", "Add, and skip what is here"),
    "fill": Text("新增，已有的只补空白", "Add, and fill in only what is empty"),
    "insert": Text("只新增，已有的算错", "Only add; what is here is a fault"),
    "update": Text("只更新", "Only update"),
}
NO_HEADER = Text("没有认出表头", "no header found")
CREATE = Text("自动新建文件里出现的{records}", "Create {records} that the file mentions and that aren't there yet")
SHOW_COLUMNS = Text("查看各列对应到哪里", "See where each column goes")
NOT_THERE_YET = Text("{records}里还没有文件中的 {n} 个名称", "{n} names in the file are not in {records} yet")
CREATE_THEM = Text("自动新建", "Create them")
MAPPED = Text("{n} 列已对应", "{n} columns mapped")
UNMAPPED = Text("{n} 列未对应，不会导入", "{n} columns are not mapped and stay out")
UNSURE = Text("{n} 列拿不准，请确认", "{n} columns to be confirmed")
CONFIRM_FIRST = Text("先确认上面拿不准的 {n} 处。", "Confirm the {n} doubtful points above first.")
READ_SO, NOT_READ_SO = Text("这样读", "Read it so"), Text("不这样读", "Not so")
RIGHT, NOT_SO = Text("是这一列", "Yes, it is"), Text("不导入", "Leave out")
ALL_RIGHT, NONE_RIGHT = (
    Text("全部按推测导入", "Take all as guessed"),
    Text("拿不准的都不导入", "Leave all of these out"),
)
IN_FILE, EXAMPLES, GOES_TO = (
    Text("文件中的列", "Column in the file"),
    Text("内容示例", "Examples"),
    Text("导入到", "Goes to"),
)
READ_AS = Text("文字读作", "Text read as")
READ_AS_HINT = Text("名字显示成乱码时，换一种编码", "Choose another where names look like nonsense")
WHICH_ENCODING = Text("“{file}”里的文字，哪一种读得通？", "Which of these makes sense of “{file}”?")
WHICH_ENCODING_HINT = Text(
    "都读不通时，在 Excel 或 WPS 里另存为 xlsx 再导入",
    "If none does, save the file as xlsx in Excel or WPS and import that",
)
LACKS = Text(
    "文件里没有必填的“{column}”列，所有行都填：", "The file lacks the required column “{column}”; in all rows:"
)
FILLED = Text("“{column}”：所有行都填“{value}”。要换成：", "“{column}” is “{value}” in all rows. Instead:")
CLEAR = Text("不填", "Leave out")
EACH_CELL = Text("每格一行：{over} {value} 的{cells}", "Each cell a row: {cells} of {over} {value}")
STAYS_OUT = Text("不导入", "Stays out")
MORE_COLUMNS = Text("另有 {n} 列没有显示，也不会导入", "{n} more columns are not shown and stay out")
NOT_IMPORTED = Text("不会导入：{why}", "Stays out: {why}")
NOT_IMPORTED_DIFFERS = Text(
    "不会导入：{why}（{n} 行与现值不同）", "Stays out: {why} ({n} rows differ from what is stored)"
)
MISSING = Text("文件里没有必填的“{fields}”列", "The file lacks the required column “{fields}”")
CREATES = Text("将新建{record} {n} 个：{names}", "{n} new in {record}: {names}")
AND_MORE = Text("{names} 等", "{names} and more")
NEW, CHANGED = Text("新增", "New"), Text("更新", "Changed")
UNCHANGED, FAULTY = Text("无变化", "Unchanged"), Text("有误", "Faulty")
ALL = Text("全部", "All")
WHOLE_ROW = Text("整行", "Whole row")
ROW, CELL = Text("行", "Row"), Text("单元格", "Cell")
COLUMN, VALUE, REASON = Text("列", "Column"), Text("内容（可直接改）", "Value (edit here)"), Text("原因", "Reason")
THIS_ROW = Text("这一行", "This row")
SAME_FAULT = Text("{n} 行的{column}“{value}”", "{n} rows: {column} “{value}”")
SAME_EMPTY = Text("{n} 行的{column}空着", "{n} rows: {column} is empty")
REPLACE_ALL, FILL_ALL = Text("全部替换", "Replace all"), Text("全部填上", "Fill in all")
ADOPT_ALL = Text("全部采用建议（{n} 处）", "Take all {n} suggestions")
LEAVE_OUT = Text("不导入这一行", "Leave this row out")
LEAVE_ALL = Text("不导入这 {n} 行", "Leave these {n} rows out")
FIXED = Text("已改 {n} 处", "{n} cells corrected")
LEFT = Text("已剔除 {n} 行", "{n} rows left out")
PUT_BACK = Text("恢复原样", "Put back")
FAULTS_FILE = Text("下载有误的行", "Download the faulty rows")
FAULTS_NAME = Text("{record}_有误的行.xlsx", "{record}_faulty_rows.xlsx")
NO_FAULTS = Text("没有发现错误", "No faults were found")
WAS, BECOMES = Text("现在", "Now"), Text("改为", "Becomes")
FIRST_ROWS = Text("前 {n} 行，共 {all} 行", "The first {n} of {all} rows")
DOUBTFUL = Text(
    "{n} 格写着“{value}”之类，像是没有内容", "{n} cells say “{value}” or the like, which seems to mean nothing"
)
AGAIN = Text(
    "{n} 行看起来已经在系统里了（逐字相同，或来自同一个文件）。要重复添加吗？",
    "Rows that seem to be here already, word for word or from this very file: {n}. Add them again?",
)
LEAVE_THEM, ADD_AGAIN = Text("不再导入这些行", "Leave them out"), Text("确实要再加一遍", "Add them again")
AS_EMPTY, AS_IT_IS = Text("按空白处理", "Read them as empty"), Text("原样保留", "Keep them as they are")
BLANKS = Text("更新时，空白单元格", "Empty cells, when updating")
BLANK_MODES = {
    "keep": Text("保持原值不变", "Leave the stored value alone"),
    "clear": Text("清空原值", "Clear the stored value"),
}
GO_THERE = Text("去导入{record}", "Import {record}")
SKIP = Text("跳过有误的 {n} 行，其余先导入", "Skip the {n} faulty rows and import the others")
NOTHING_TO_DO = Text("没有需要新增或更新的行。", "There is nothing to add or update.")
FIX_FIRST = Text("先改正有误的行，或选择跳过。", "Correct the faulty rows first, or choose to skip them.")
FIX_ALL = Text("这些行都有误，改正后才能导入。", "All these rows are faulty; correct them to import.")
GO_NEW = Text("新增 {new} 行", "Add {new} rows")
GO_CHANGED = Text("更新 {changed} 行", "Update {changed} rows")
GO_BOTH = Text("新增 {new} 行，更新 {changed} 行", "Add {new} and update {changed} rows")
WILL = Text("将{what}，作为一批写入，可以整批撤销。", "{what} as one batch that can be undone as a whole.")
DONE = Text("导入完成", "Imported")
SKIPPED = Text("跳过了有误的 {n} 行。", "{n} faulty rows were skipped.")
SAME = Text("{n} 行没有变化。", "{n} rows were the same.")
MADE = Text("同时新增了 {n} 个{record}。", "{n} new in {record} were created as well.")
NEXT = Text("接下来可以：", "Next:")
UNDO, OPEN = Text("撤销这次导入", "Undo this import"), Text("查看{record}", "Open {record}")
AGAIN, WAS_UNDONE = Text("再导入一个文件", "Import another file"), Text("这次导入已撤销", "This import was undone")
REFUSED = Text(
    "业务规则不允许下面的行，没有写入任何内容；请改正，或不导入这些行。",
    "The rules don't allow the rows below, and nothing was written; correct them or leave them out.",
)
RULES_LATER = Text(
    "超过 {n} 行，业务规则在导入时才检查；有不允许的行会在这里指出，什么都不会写入。",
    "Of more than {n} rows the rules are asked when they are imported; what they don't allow is shown here, and nothing is written.",
)
PAGES = Text("第 {page} / {pages} 页", "Page {page} of {pages}")
CORRECTS_WHY = Text("更正已锁定内容的原因", "Why what is locked is corrected")
CORRECT = Text("按更正再检查", "Check again as a correction")

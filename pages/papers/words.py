"""What the page of paper templates says."""

from models.kit.text import Text

TITLE = Text("单据模板", "Paper templates")
LEAD = Text(
    "把公司自己的 Excel 单据上传成模板：合并的表头、列宽、签字栏、图片、公式和打印设置都照旧，系统只填内容。"
    "在要填的格子里写 {{列名}}，如 {{单号}}；沿关联写 {{门店.区域.区域名称}}；明细写 {{明细表名.列名}}，这一行会按明细重复，合计公式跟着变长。",
    "Upload the company's own Excel forms: merged heads, widths, signature lines, pictures, formulas and page setup stay; only contents "
    "are filled in. Write {{column}} where something belongs, as in {{No.}}; {{Store.Region.Name}} follows links; "
    "{{lines.column}} repeats its row for every line, and totals below grow with it.",
)
NOT_YOURS = Text("单据模板由系统管理员管理", "Templates are looked after by administrators")
NONE = Text("还没有模板，在下面上传第一个", "There is no template yet; upload the first below")
NEW, NAME, MADE_OF, TABLE = (
    Text("新模板", "New template"),
    Text("模板名称", "Template"),
    Text("用法", "Made of"),
    Text("表", "Record type"),
)
WORKBOOK, GRID = Text("工作簿", "Workbook"), Text("在表格里管理", "As a grid")
DROP = Text("把 .xlsx 拖到这里，或点击选择", "Drop an .xlsx here, or click to choose one")
LIMITS = Text(
    "最大 5 MB；不能带宏、密码、数据透视表和指向其他工作簿的链接",
    "Up to 5 MB; without macros, passwords, pivot tables or links to other workbooks",
)
WRONG_KIND = Text("请选择一个不超过 5 MB 的 .xlsx 文件", "Choose an .xlsx file of at most 5 MB")
FIRST_SAY = Text("请先写模板名称，选好用在哪张表", "Name the template and say which table it is for, first")
REPLACE = Text("换一个工作簿", "Another workbook")
REPLACED = Text("已换上新的工作簿", "The workbook is replaced")
READS = Text("填出来是这样", "What it would say")
OF_ROW = Text("以“{title}”为例", "With “{title}”")
NO_BOOK = Text("还没有工作簿，在下面上传", "There is no workbook yet; upload it below")
REPEATED = Text(
    "工作表“{sheet}”第 {rows} 行按“{label}”重复",
    "Row {rows} of sheet “{sheet}” is repeated for “{label}”",
)
UNKNOWN = Text("认不出的内容", "Not understood")
UNKNOWN_LINE = Text("{sheet}!{cell} 的 {mark}", "{sheet}!{cell}: {mark}")
NEAREST = Text("，是不是 {name}？", "; did you mean {name}?")
NOT_SAVED = Text("没有保存：请在 Excel 里改好，再上传一次", "Nothing is saved: correct them in Excel and upload again")
OUT_OF_DATE = Text(
    "列改名或删除以后认不出来，填写时原样留着；请改好，再换一个工作簿",
    "Columns were renamed or removed since, so these stay as they are; correct them and put another workbook here",
)
NO_MARKS = Text(
    "工作簿里没有 {{…}}，也没有和列同名的单元格名称，填出来会和原样一样",
    "The workbook has no {{…}} and no cell named like a column, so it would be filled with nothing",
)
CELL, MARK, TEXT = Text("单元格", "Cell"), Text("写的是", "Mark"), Text("填出来", "Filled in")
NAMED = Text("（单元格名称）", "(name of the cell)")
USES = Text(
    "在{record}的记录页点“单据”，或在表格里勾选几行后点“导出”",
    "Choose “Papers” on the page of a row, or tick rows in the grid and choose “Export”",
)
USES_LIST = Text(
    "在{record}的表格里调好筛选和排序，点“导出”", "Filter and sort the grid of {record}, then choose “Export”"
)
USES_WEEK = Text("在“周报”页点模板的名称", "Choose its name on the page of the weekly report")

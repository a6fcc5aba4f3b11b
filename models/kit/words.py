"""The app's own sentences: what the door, the query and the pages say to people."""

from .text import Text

REQUIRED = Text("{field}不能为空", "{field} can't be empty")
TAKEN = Text("{field}“{value}”已存在，不能重复", "{field} “{value}” already exists")
TAKEN_IN_BATCH = Text("{field}“{value}”在本次内容中重复出现", "{field} “{value}” occurs twice in what you sent")
CHANGED = Text("已被{by}改为“{theirs}”，你看到的是“{seen}”", "{by} has changed it to “{theirs}”; you saw “{seen}”")
DELETED = Text("这一行已被删除或不在你的范围内", "This row was deleted or is outside your scope")
OUT_OF_SCOPE = Text("这一行不属于你的门店或范围", "This row would not belong to your store or scope")
STILL_USED = Text("不能删除：还有 {count} 条{record}与它相连", "Can't delete: {count} {record} still point to it")
STILL_USED_UNSEEN = Text(
    "不能删除：还有与它相连的内容，其中有你看不到的",
    "Can't delete: more still points to it, some of which you can't see",
)
NO_SUCH_FIELD = Text("没有“{field}”这一列", "There is no column “{field}”")
NO_LINK = Text("{record}里没有“{value}”", "There is no “{value}” in {record}")
AMBIGUOUS = Text("{record}里有多个“{value}”，请改用编号", "Several {record} are called “{value}”; use the code instead")
OP_REUSED = Text(
    "操作编号已被另一次修改用过，请刷新后重试", "This operation id was used for another change; reload and try again"
)
TOO_LARGE = Text("{field}的数值太大，没有保存", "{field} is too large a number; nothing was saved")
TOO_MANY_ROWS = Text("一次最多 {most} 行，请分几次进行", "At most {most} rows at a time; do it in several steps")
BAD_REQUEST = Text("请求的格式不对：{what}", "The request is malformed: {what}")
NO_OPERATOR = Text("{field}不支持“{op}”筛选", "{field} can't be filtered by “{op}”")
BAD_FILTER = Text("“{field}”的筛选条件不对：{why}", "The filter on “{field}” is wrong: {why}")
NOT_SORTABLE = Text("不能按“{field}”排序", "Can't sort by “{field}”")
BAD_LIMIT = Text("每次取 1 到 {most} 行", "Ask for 1 to {most} rows at a time")
UNDONE_ALREADY = Text("这一批已经撤销过了", "This batch was undone already")
NO_BATCH = Text("没有这一批修改", "There is no such batch")
NOT_YOURS = Text(
    "只能撤销自己的修改；撤销他人的修改请找运营经理", "You may only undo your own changes; ask the operations manager"
)
BUILT_ON = Text(
    "{row} 的{field}之后又被{by}改为“{theirs}”，不能整批撤销",
    "{by} has since changed {field} of {row} to “{theirs}”, so the batch can't be undone as a whole",
)
BUILT_ON_GONE = Text(
    "{row} 之后已被删除，不能整批撤销", "{row} was deleted since, so the batch can't be undone as a whole"
)
COLUMN_GONE = Text(
    "“{field}”列已删除，这里面有它的内容，不能撤销；请先在“设计 → 列”里恢复这一列",
    "The column “{field}” was removed and this holds values of it, so it can't be undone; bring the column back first in Design → Columns",
)
TABLE_GONE = Text(
    "表“{record}”已删除，这里面有它的行，不能撤销；请先在“设计 → 表”里恢复这张表",
    "The table {record} was removed and this holds rows of it, so it can't be undone; bring the table back first in Design → Tables",
)
LOST_LINK = Text(
    "“{field}”所指的{record}“{row}”已删除；请先在{record}的回收站里恢复它，再试一次",
    "{field} points to “{row}” of {record}, which was deleted; put it back from the trash of {record} first, then try again",
)
NOTHING_TO_RESTORE = Text("这一行没有被删除过", "This row was never deleted")
UNDO_OF = Text("撤销：{what}", "Undo: {what}")
REDO_OF = Text("重做：{what}", "Redo: {what}")
AT_ROW = Text("“{row}”：{why}", "“{row}”: {why}")
TOO_MANY_BACK = Text("一次最多恢复 {most} 行，选了 {count} 行", "{most} rows come back at once; {count} are ticked")
RESTORE_OF = Text("恢复已删除的{record}", "Restore a deleted {record}")
NOT_FOR_ROLE = Text("你的角色不能做这项操作，请找运营经理", "Your role may not do this; ask the operations manager")
TOO_MUCH_SINCE = Text(
    "自那时以来{record}的修改超过 {most} 处，请选近一点的时间",
    "More than {most} changes of {record} since then; choose a later moment",
)
TOO_MANY_STOOD = Text("一次最多比较 {most} 行，请先筛选", "At most {most} rows are compared at a time; filter first")
NOT_YET = Text("{at} 还没有到，请选过去的时间", "{at} has not come yet; choose a moment in the past")

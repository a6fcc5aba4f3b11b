"""What the page of a table's design says where the table is set up further."""

from models.kit.text import Text

NEXT = Text("下一步", "Next")
TO_COLUMNS, TO_STATES = Text("加列", "Add columns"), Text("状态和步骤", "States and steps")
TO_DUES, TO_RIGHTS = Text("待办和到期", "To do and due"), Text("谁能用", "Who may use it")
HAS_STATES = Text(
    "每一行按状态往前走：新行从第一个状态开始，只能按下面的步骤变化。",
    "Rows go from state to state: a new one begins with the first, and only the steps below move it.",
)
NO_STATES = Text(
    "要让每一行按“待处理 → 处理中 → 完成”这样往前走，先写有哪些状态，再写怎么走。",
    "For rows that go “to do → doing → done”, say which states there are first, then the steps between them.",
)
NO_STEPS = Text(
    "还没有步骤：加上步骤以后，状态就只能按步骤变化。",
    "There are no steps yet; once there are, only they change the state.",
)
MAKE_STATES = Text("设置状态", "Set up the states")
TAKE_COLUMN = Text("或用已有的选项列", "Or take a column of choices")
MAKE_STEP, CHANGE_STEP = Text("加一步", "Add a step"), Text("修改步骤“{step}”", "Change the step “{step}”")
STATES_TITLE = Text("有哪些状态", "Which states there are")
COLUMN = Text("这一列叫什么", "What the column is called")
STATES, STATE = Text("状态，一行一个，按先后顺序", "States, one a line, in their order"), Text("进度", "Progress")
STATES_HINT = Text("例如：待受理、维修中、待验收、完成", "Such as: reported, in repair, to be accepted, done")
STEP, STEP_NAME = Text("步骤", "Step"), Text("步骤叫什么（按钮上的字）", "What the step is called (its button)")
SOURCES, TARGET = Text("从哪些状态", "From these states"), Text("到哪个状态", "To this state")
WHO_MAY, EYES = Text("谁能做", "Who may"), Text("要不要换人", "Another person")
NEEDED = Text("须先填好哪些列", "Columns to be filled first")
REASON, PAPERS = Text("须说明原因", "Asks for a reason"), Text("须有照片或文件", "Needs a photo or file")
CONDITION, UNMET = (
    Text("条件（公式）", "Condition (formula)"),
    Text("条件不成立时的提示", "Sentence where it doesn't hold"),
)
CONDITION_HINT = Text(
    "公式成立才能走这一步，如 =[维修费用]<=500；有关的列还空着时也不能走",
    "A formula that must hold, as =[Repair cost]<=500; while a column of it is empty, it doesn't",
)
DANGER = Text("红色按钮", "Red button")
SAVE, CHANGE, REMOVE = Text("保存", "Save"), Text("修改", "Change"), Text("删除", "Remove")
OPEN_STATES = Text("哪些状态算没办完", "States that are open")
OPEN_HINT = Text(
    "这些行进入“待办”，直到走到别的状态", "Such rows are in the to-do list until they are in another state"
)
DUE_BY, NEW_DUE = Text("到期看哪一列", "Due by this column"), Text("新加一列“到期时间”", "A new column “Due at”")
HOURS = Text("登记后几小时到期", "Hours after it is entered")
HOURS_HINT = Text("新增时自动填上到期时间，如 48", "Filled in as a row is added, such as 48")
OWNER = Text("由谁办理", "Whose it is")
OWNER_HINT = Text(
    "一列员工；不填就是看得到并能修改这一行的人", "A column of employees; else those who see the row and may edit it"
)
DUES_FIRST = Text("先设置状态，再选哪些状态算没办完。", "Set up the states first, then say which of them are open.")
TO_DAILIES, DAILY_BY = Text("每天上报", "Handed in daily"), Text("看哪一列日期", "By this column of days")
DAILY_NOTE = Text(
    "选了以后，每家营业的门店每天要有一行；缺哪天，在周报的“填报情况”里看，点一下就去填写。",
    "Then each open store owes a row a day; the weekly report tells which days lack, and leads to their form.",
)
DAILY_FIRST = Text(
    "要每家门店每天填一行，先加一列日期和一列关联到门店的列。",
    "For a row of each store a day, first add a column of days and one that links to a store.",
)
SEEN, EDITED = Text("谁能看", "Seen by"), Text("谁能改", "Edited by")
RIGHTS_NOTE = Text(
    "改这里会按角色重新设一遍权限；要细到每个角色，请到“账号与权限 → 权限”。",
    "This sets the rights of all roles anew; finer ones stand in Accounts → Rights.",
)
TO_GRANTS = Text("按角色细设", "By role")

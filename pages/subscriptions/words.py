"""What the pages of subscriptions say."""

from models.kit.text import Text

TITLE, NEW = Text("我的订阅", "My subscriptions"), Text("订阅视图", "Subscribe to a view")
WHAT = Text(
    "到了时间，把一个视图发给你、一个角色的每个人，或群机器人和邮箱。每个人收到的都是自己看得到的行，打码的照样打码。要新加一个：打开表格，点标题旁的视图菜单，选“订阅…”。",
    "When the time comes a view is sent to you, to everybody of a role, or to a robot or mailbox. Each gets the rows he sees himself, "
    "masked as they are for him. To add one, open a grid, its menu of views, and choose “Subscribe…”.",
)
NONE = Text(
    "还没有订阅。打开表格，在视图菜单里选“订阅…”。",
    "No subscriptions yet. Choose “Subscribe…” in the menu of views of a grid.",
)
VIEW, WHEN, HOW, TO, LAST = (
    Text("视图", "View"),
    Text("什么时候", "When"),
    Text("形式", "As"),
    Text("发给", "To"),
    Text("上次送达", "Last sent"),
)
NEVER = Text("还没有", "Not yet")
STATE, ON, OFF = Text("状态", "State"), Text("会收到", "On"), Text("已退订", "Ended")
LEAVE, BACK = Text("退订", "Unsubscribe"), Text("重新订阅", "Subscribe again")
STOP, GO_ON, DROP = Text("停发", "Stop for all"), Text("恢复发送", "Send again"), Text("删除", "Delete")
ENDED = Text("已退订，不会再收到", "Unsubscribed: no more of it will come")
TAKEN = Text("已订阅", "Subscribed")
STOPPED, STARTED, DROPPED = Text("已停发", "Stopped"), Text("已恢复", "On again"), Text("已删除", "Deleted")
DAILY, WEEKLY = Text("每天 {at}", "Daily at {at}"), Text("每{day} {at}", "{day}s at {at}")
DAYS = (
    Text("周一", "Monday"),
    Text("周二", "Tuesday"),
    Text("周三", "Wednesday"),
    Text("周四", "Thursday"),
    Text("周五", "Friday"),
    Text("周六", "Saturday"),
    Text("周日", "Sunday"),
)
OFTEN, WEEKDAY, AT = Text("多久一次", "How often"), Text("星期几", "On"), Text("几点", "At")
ONLY_NEW = Text(
    "没有新内容不发（和上次一样，或没有一行）", "Send nothing when nothing is new (as last time, or no rows)"
)
ROLE, CHANNEL = Text("角色", "Role"), Text("渠道", "Channel")
ROLE_READS = Text("按哪个角色看得到的发", "What which role sees is sent")
SUBSCRIBE = Text("订阅", "Subscribe")
FOR_FILES = Text(
    "给人发 Excel：通知里带下载入口，点开时再问一次权限，内容是那一刻的。给邮箱发 Excel：文件在附件里。群机器人只收文字。",
    "An Excel file for people: the notice leads to the download, which asks for your rights again and holds the rows of that moment. For a "
    "mailbox it is attached. Robots of groups take text only.",
)
PREVIEW = Text("现在发会是这样", "Sent now, it would read")
DOWNLOAD, GRID = Text("下载 Excel", "Download as Excel"), Text("在表格中打开", "Open as a grid")
CANT = Text("现在发不了：{why}", "It can't be sent now: {why}")
SAVED_VIEW = Text("发的是视图保存时的样子", "What is sent is the view as it is saved")

"""What is said of openings."""

from ..kit import Text

LEGAL_OPEN = Text(
    "还有 {count} 项法定任务未完成，不能开业：{tasks}",
    "{count} tasks required by law are not done, so it can't open: {tasks}",
)
DATE_STANDS = Text("筹备已结束，开业日期不能再改", "The opening is over; its date stands")
LONG_PAST = Text(
    "计划开业日期 {day} 已经过去，请填今天或以后的日期", "The opening can't be planned for {day}, which is past"
)
TEMPLATE_STANDS = Text(
    "任务已按原模板生成，不能换模板；可增减任务，或取消后新建",
    "Its tasks came from the template it has; add or waive tasks, or cancel it and begin anew",
)
BEFORE_IT = Text("要先完成“{task}”", "“{task}” comes first")
NEEDS_PROOF = Text("这项任务要留凭证，请先上传附件（照片或 PDF）", "This task needs proof: attach a photo or PDF first")
LEGAL_STAYS = Text(
    "“{task}”是法定任务，不能免做，也不能改为非法定", "“{task}” is required by law: it can't be waived or made optional"
)
OVER = Text("筹备已结束，任务不能再改", "The opening is over; its tasks stand as they are")
IN_THE_WAY = Text(
    "前置任务要在同一个筹备里，不能是自己，也不能绕成一圈",
    "It must wait for another task of the same opening, not for itself",
)

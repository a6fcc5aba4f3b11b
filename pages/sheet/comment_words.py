"""The sentences of comments and of the panel beside the grid."""

from models.kit.text import Text

COMMENTS = {
    "comments": Text("评论", "Comments"),
    "comment_about": Text("关于", "About"),
    "comment_row": Text("整行", "The whole row"),
    "comment_write": Text("写评论，输入 @ 可以提到同事或角色", "Write a comment; @ names a colleague or a role"),
    "comment_answer": Text("写回复", "Write an answer"),
    "comment_send": Text("发送", "Send"),
    "comment_keys": Text("Ctrl+回车发送", "Ctrl+Enter sends"),
    "comment_people": Text("可以提到的人", "People who can be named"),
    "comment_picture": Text("放照片", "Add pictures"),
    "comment_only_picture": Text("（照片）", "(picture)"),
    "comment_none": Text(
        "还没有评论。写下第一条，@ 到的同事会收到通知。",
        "No comments yet. Write the first; whoever you name with @ is told.",
    ),
    "comment_gone": Text("这条评论已删除", "This comment was deleted"),
    "comment_edited": Text("改过", "edited"),
    "comment_settled": Text("已解决 · {who}", "Resolved · {who}"),
    "comment_unfold": Text("展开", "Show"),
    "comment_reply": Text("回复", "Answer"),
    "comment_settle": Text("标为已解决", "Resolve"),
    "comment_reopen": Text("重新打开", "Reopen"),
    "comment_edit": Text("修改", "Edit"),
    "comment_keep": Text("保存", "Save"),
    "comment_delete": Text("删除", "Delete"),
    "comment_delete_sure": Text("删除这条评论？", "Delete this comment?"),
    "comment_delete_note": Text(
        "评论和上面的照片都会删除，不能撤销。", "The comment and its pictures go; this can't be undone."
    ),
    "lately_by": Text("{who} 于 {at} 改", "{who}, {at}"),
    "lately_made": Text("{who} 于 {at} 录入", "Entered by {who}, {at}"),
    "lately_what": Text("{from} → {to}", "{from} → {to}"),
    "since_changed": Text("{n} 行新变化", "{n} changed"),
    "since_only": Text(
        "只看同事在你上次看过之后新增和改过的行（行号旁有点的）",
        "Only rows that others added or changed since you last looked: those with a dot beside the number",
    ),
    "correct_title": Text("更正已锁定的内容", "Correct what is locked"),
    "correct_reason": Text("请写明更正的原因", "Say why it is corrected"),
    "correct_more": Text("另有 {n} 处也已锁定", "{n} more are locked, too"),
    "correct_do": Text("更正", "Correct"),
    "comment_told": Text("已通知：{names}", "Told: {names}"),
    "comment_unknown": Text(
        "{names} 没有通知到：没有叫这个名字、又看得到这里的人",
        "{names}: nobody was told, as nobody who sees this is called so",
    ),
}

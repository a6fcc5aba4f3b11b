"""What coupons are called, and why one is refused."""

from ..kit import Choice, Text

KINDS = (
    Choice("off", "满减券", "Money off", "info", ("代金券", "立减券", "抵用券")),
    Choice("percent", "折扣券", "Per cent off", "positive"),
)
STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("submitted", "待审", "Submitted", "warning"),
    Choice("running", "发放中", "Being issued", "positive"),
    Choice("asking", "加量待审", "More asked for", "warning"),
    Choice("ended", "已停发", "No longer issued", "grey"),
)
HELD_STATES = (
    Choice("held", "未使用", "Unused", "info"),
    Choice("used", "已使用", "Used", "positive"),
    Choice("expired", "已过期", "Expired", "grey"),
    Choice("void", "已作废", "Void", "negative"),
)

NO_VALUE = Text("请填写“减免金额”", "Say how much comes off")
NO_PERCENT = Text("请填写“减免比例”", "Say how many per cent come off")
WRONG_ORDER = Text("结束日期不能早于开始日期", "The last day can't be before the first")
MORE_THAN_LEAST = Text(
    "减免金额 {value} 不能超过满额 {least}", "{value} can't come off a purchase of {least}: the minimum must be as much"
)
FIXED = Text(
    "“{name}”已经{state}，券面不能再改；请停发后另建一种",
    "“{name}” is {state} already and stays as it is: end it and make another",
)
JUDGED = Text(
    "“{name}”正在审批，券面不能改；要改请先退回", "“{name}” waits for approval and stays as it is: send it back first"
)
GIVEN_OUT = Text(
    "“{name}”已发出 {issued} 张，券面不能再改；请另建一种",
    "{issued} of “{name}” are issued, so it stays as it is: make another one",
)
MORE = Text(
    "“{name}”已经批准，总量和每人限领只能调低；要加请点“申请加量”，由别人批准",
    "“{name}” is approved: its limits can only be lowered; for more press “Ask for more” and have it approved",
)
NOT_MORE = Text(
    "申请的数量没有比现在多，请填写更大的数", "What is asked for is no more than there is: enter a larger number"
)
AS_IT_IS = Text("留空就不变", "Empty: as it is")
FEWER = Text("已发 {issued} 张，总量不能改成 {limit}", "{issued} are issued already, so the limit can't be {limit}")
OVER = Text("结束日期 {day} 已过，不能发放", "The last day {day} is over, so it can't be issued")
NOT_RUNNING = Text("“{name}”的状态是“{state}”，不能发放", "“{name}” is “{state}” and can't be issued")
NO_WHOM = Text("请选择会员分层，或选择会员行动名单", "Say which segment, or which list of members")
TOO_MANY = Text(
    "符合的有 {count} 人，“{name}”只剩 {left} 张；请限定门店，或申请加量后再发",
    "{count} would get “{name}”, but {left} are left: narrow it to a store, or ask for more",
)
HAS_ENOUGH = Text(
    "{member} 已领过 {count} 张“{name}”，每人限领 {each} 张", "{member} had {count} of “{name}”; {each} each"
)
NONE_LEFT = Text("“{name}”已经发完（{limit} 张）", "All {limit} of “{name}” are issued")
NO_MEMBER = Text("{member} 的状态是“{state}”，不能发券", "{member} is “{state}” and gets no coupons")
ISSUED = Text("已发给 {count} 人", "Issued to {count}")
ISSUED_SOME = Text(
    "已发给 {count} 人；另有 {had} 人已领满，没有再发",
    "Issued to {count}; {had} more have as many as one may and got none",
)
GIVEN = Text("已发给 {member}：{no}，{until} 前有效", "{member} got {no}, good until {until}")

UNKNOWN = Text("没有券码为“{code}”的优惠券，请核对", "There is no coupon “{code}”: check the number")
VOID = Text("券 {code} 已作废，不能使用", "Coupon {code} is void")
USED = Text(
    "券 {code} 已于 {day} 在“{store}”用过{receipt}，不能再用", "Coupon {code} was used on {day} in {store}{receipt}"
)
USED_ELSEWHERE = Text("券 {code} 已经用过，不能再用", "Coupon {code} is used already")
ON_RECEIPT = Text("（小票 {no}）", " (receipt {no})")
NOT_BEGUN = Text("券 {code} 从 {day} 起才能用", "Coupon {code} is good from {day}")
EXPIRED = Text("券 {code} 已于 {day} 到期，不能使用", "Coupon {code} ran out on {day}")
NOT_OWN = Text(
    "券 {code} 不是会员 {card} 的，只能由领券的会员本人使用",
    "Coupon {code} isn't that of card {card}: only its member may use it",
)
NO_CARD = Text(
    "小票 {no} 用了券 {code}，但没有填会员；券只能由领券的会员使用",
    "Receipt {no} uses coupon {code} and names no member: only its member may use it",
)
ELSEWHERE = Text("券 {code} 只能在“{store}”使用", "Coupon {code} is good in {store} only")
BELOW = Text(
    "券前金额 {amount} 不足 {least}，还差 {short}，券 {code} 不能使用",
    "Coupon {code} asks for a purchase of {least}; {amount} is {short} short",
)
NOT_TOGETHER = Text(
    "小票 {no} 已用券 {other}，券 {code} 不能同时使用",
    "Receipt {no} used {other} already; coupon {code} doesn't go along with it",
)
NO_AMOUNT = Text(
    "小票 {no} 用了券，请同时填写“实收金额”，才能判断是否满额",
    "Receipt {no} uses a coupon: say what was paid, so that its minimum can be judged",
)
REFUND_USES = Text("退货小票 {no} 不能用券", "Receipt {no} is a refund and can't use coupons")
ALREADY_USED = Text(
    "券 {code} 已使用，不能作废；要退券请删除它的用券记录", "Coupon {code} is used: delete its use to give it back"
)
COME = Text("还没到 {day}，不能登记", "{day} is still to come")

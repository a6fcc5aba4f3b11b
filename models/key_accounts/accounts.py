"""Key accounts 大客户: who they are, who looks after them, how far things stand, and who speaks for them."""

from collections.abc import Iterable
from datetime import date, timedelta

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MoneyField,
    Move,
    NoteField,
    Param,
    PhoneField,
    PinyinField,
    Record,
    Row,
    Sheet,
    Step,
    Text,
    setting,
)
from ..kit.clock import today
from ..kit.write.history import Tally
from ..members import Member
from ..organization import Employee

ACCOUNT_KINDS = (
    Choice("institution", "机构", "Institution", "info"),
    Choice("group", "团购", "Group buyer", "positive", ("团购客户",)),
    Choice("enterprise", "企业", "Enterprise", "info", ("公司",)),
    Choice("government", "政府", "Government", "warning", ("机关",)),
    Choice("school", "学校", "School", "info"),
)
LEVELS = (
    Choice("A", "A", "A", "positive", ("A级",)),
    Choice("B", "B", "B", "info", ("B级",)),
    Choice("C", "C", "C", "grey", ("C级",)),
)
STAGES = (
    Choice("lead", "线索", "Lead", "grey"),
    Choice("contacted", "接洽", "Contacted", "info", ("接洽中", "已接洽")),
    Choice("negotiating", "洽谈", "Negotiating", "info", ("洽谈中",)),
    Choice("won", "签约", "Won", "positive", ("已签约",)),
    Choice("active", "合作中", "Active", "positive", ("合作",)),
    Choice("lost", "流失", "Lost", "negative", ("已流失",)),
)
CONTACT_ROLES = (
    Choice("decides", "决策人", "Decides", "positive"),
    Choice("buys", "采购经办", "Buys", "info"),
    Choice("uses", "使用人", "Uses", "grey"),
    Choice("pays", "财务付款", "Pays", "warning"),
)
VISIT_DAYS = {
    "A": Param("key_account_visit_days_a", "A 级大客户拜访间隔", "Days between visits to an A account", 14, "天"),
    "B": Param("key_account_visit_days_b", "B 级大客户拜访间隔", "Days between visits to a B account", 30, "天"),
    "C": Param("key_account_visit_days_c", "C 级大客户拜访间隔", "Days between visits to a C account", 90, "天"),
}
OPEN_STAGES = ("lead", "contacted", "negotiating", "won", "active")


def fill_codes(c: Changes, rows: list[dict]) -> None:
    """An account without a number of its own gets the next one."""
    bare = [row for row in rows if not row["code"]]
    if not bare:
        return
    taken = {row["code"] for row in rows} | {code for (code,) in KeyAccount.select(KeyAccount.code).tuples()}
    number = Tally.select(Tally.next_id).where(Tally.record == KeyAccount.key()).scalar() or 1
    for row in bare:
        while (code := f"KA{number:03d}") in taken:
            number += 1
        taken.add(code)
        row["code"] = code


def keep_cadence(c: Changes, moves: list[Move]) -> None:
    """The next visit is due on the day agreed on, but never later than the cadence of the level."""
    moved = [
        move.new
        for move in moves
        if move.new and move.changed("level", "stage", "became_on", "last_visit_on", "agreed_on")
    ]
    plan_visits(c, moved)


def plan_visits(c: Changes, accounts: Iterable[Row]) -> None:
    """When the next visit to each of these accounts is due."""
    days = {level: setting(param) for level, param in VISIT_DAYS.items()}
    c.derive(KeyAccount, {row.id: {"next_visit_on": next_visit(row, days)} for row in accounts})


def next_visit(account: Row, days: dict[str, int]) -> date | None:
    """Nobody visits an account that is lost."""
    if account.stage == "lost":
        return None
    by_cadence = (account.last_visit_on or account.became_on) + timedelta(days=int(days[account.level]))
    return min(by_cadence, account.agreed_on) if account.agreed_on else by_cadence


class KeyAccount(Record):
    """An institution or group buyer, seen by its owner and by those who lead the area, and by nobody else."""

    code = LineField(
        "客户编号",
        "Account code",
        null=True,
        unique=True,
        max_length=20,
        width=100,
        aka=("大客户编号", "编号"),
        hint=Text("留空则自动编号", "Left empty, it gets the next number"),
    )
    name = LineField("客户名称", "Account", max_length=80, width=180, aka=("大客户", "单位名称", "客户"))
    name_py = PinyinField("客户拼音", "Account pinyin", of="name")
    kind = ChoiceField("客户类型", "Kind", options=ACCOUNT_KINDS, default="enterprise", width=90, aka=("类型",))
    industry = LineField("行业", "Industry", null=True, max_length=40, width=100)
    level = ChoiceField("级别", "Level", options=LEVELS, default="C", locked=True, width=70, aka=("客户级别", "等级"))
    level_fixed = FlagField("人工定级", "Level set by hand", default=False, locked=True)
    level_reason = LineField("定级原因", "Why this level", null=True, locked=True)
    stage = ChoiceField(
        "阶段", "Stage", options=STAGES, default="lead", locked=True, width=90, aka=("客户阶段", "跟进阶段")
    )
    source = LinkField(
        Member,
        "来源会员",
        "Source member",
        null=True,
        aka=("转化会员",),
        hint=Text("由零售会员转化而来", "Converted from a retail member"),
    )
    owner = LinkField(Employee, "负责人", "Owner", null=True, index=True, aka=("客户经理", "跟进人"))
    contact = LineField("联系人", "Contact", null=True, max_length=40, width=90, mask=True)
    phone = PhoneField("联系电话", "Phone", null=True, mask=True, aka=("电话", "手机号"))
    address = LineField("地址", "Address", null=True, width=200)
    tax_name = LineField("发票抬头", "Invoice title", null=True, max_length=80)
    tax_no = LineField("税号", "Tax no.", null=True, max_length=30, aka=("纳税人识别号",))
    potential = MoneyField("年采购潜力", "Annual potential", null=True, least=0, sum=True)
    competitor = LineField("现用竞品", "Competitor used now", null=True, max_length=80)
    credit_limit = MoneyField(
        "信用额度",
        "Credit limit",
        null=True,
        least=0,
        hint=Text(
            "未结货款加新订单不得超过；留空表示不按金额限制",
            "Unpaid orders and a new one together; empty: no limit by amount",
        ),
    )
    payment_days = CountField("账期（天）", "Payment days", default=30, least=0, most=365)
    became_on = DayField("建档日期", "Entered on", default=today)
    last_visit_on = DayField("最近拜访", "Last visit", null=True, derived=True, aka=("最近拜访日期", "上次拜访"))
    agreed_on = DayField("约定拜访日", "Agreed on", null=True, derived=True)
    next_visit_on = DayField("下次拜访", "Next visit", null=True, derived=True, index=True, aka=("下次拜访日期",))
    last_order_on = DayField("最近下单", "Last order", null=True, derived=True)
    sales_12m = MoneyField("近 12 个月销售", "12-month sales", default=0, derived=True, sum=True)
    receivable = MoneyField("未结货款", "Receivable", default=0, derived=True, sum=True)
    overdue = MoneyField("逾期货款", "Overdue", default=0, derived=True, sum=True)
    not_due = MoneyField("未到期", "Not due yet", default=0, derived=True, sum=True)
    age_30 = MoneyField("逾期 1–30 天", "1–30 days late", default=0, derived=True, sum=True)
    age_60 = MoneyField("逾期 31–60 天", "31–60 days late", default=0, derived=True, sum=True)
    age_90 = MoneyField("逾期 61–90 天", "61–90 days late", default=0, derived=True, sum=True)
    age_over = MoneyField("逾期 90 天以上", "Over 90 days late", default=0, derived=True, sum=True)
    lost_reason = LineField("流失原因", "Why lost", null=True, locked=True, ours=True)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "大客户",
        "Key accounts",
        order=("next_visit_on", "code"),
        key=("code",),
        search=("name", "name_py", "code"),
        columns=(
            "code",
            "name",
            "kind",
            "level",
            "stage",
            "owner",
            "contact",
            "phone",
            "last_visit_on",
            "next_visit_on",
            "sales_12m",
            "receivable",
            "overdue",
            "credit_limit",
            "payment_days",
            "source",
            "industry",
        ),
        scopes={"own": "owner"},
        discreet=True,
        fill=fill_codes,
        derives=(keep_cadence,),
        state="stage",
        steps=(
            Step("contact", "开始接洽", "Contact", "lead", "contacted", icon="call"),
            Step("negotiate", "进入洽谈", "Negotiate", "lead contacted", "negotiating", icon="handshake"),
            Step("win", "签约", "Win", "contacted negotiating", "won", needs=("contact", "phone"), icon="draw"),
            Step("activate", "开始合作", "Start trading", "won lost", "active", auto=True),
            Step(
                "lose",
                "标记流失",
                "Mark as lost",
                " ".join(OPEN_STAGES),
                "lost",
                icon="heart_broken",
                danger=True,
                asks={"lost_reason": LineField("流失原因", "Why lost")},
            ),
            Step("reopen", "重新接洽", "Take up again", "lost", "contacted", reason=True, icon="refresh"),
        ),
    )


class AccountContact(Record):
    """A person who speaks for an account, and what they decide there."""

    account = LinkField(KeyAccount, "大客户", "Account", aka=("客户", "客户编号"))
    name = LineField("姓名", "Name", max_length=40, width=100)
    name_py = PinyinField("拼音", "Pinyin", of="name")
    position = LineField("职务", "Position", null=True, max_length=40)
    role = ChoiceField(
        "角色",
        "Role",
        options=CONTACT_ROLES,
        open=True,
        null=True,
        hint=Text("在采购决策中的作用", "Their part in the decision to buy"),
    )
    phone = PhoneField("手机号", "Phone", null=True, mask=True, aka=("电话", "联系电话"))
    birthday = DayField("生日", "Birthday", null=True, mask=True)
    main = FlagField("主联系人", "Main contact", default=False)
    note = NoteField("备注", "Note", null=True)

    sheet = Sheet(
        "大客户联系人",
        "Account contacts",
        columns=("account", "name", "position", "role", "phone", "main", "note"),
        order=("account", "-main", "name"),
        search=("name", "name_py", "account"),
        parent="account",
        scopes={"own": "account.owner"},
    )


def accounts_of(rows: Iterable[Row | None]) -> set[int]:
    return {row.account for row in rows if row is not None and row.account is not None}


def levelled_before(c: Changes, rows: list[tuple[Row, str]]) -> None:
    """The level an account comes with from a workbook is taken over, until the monthly review finds another."""
    c.alter(KeyAccount, {row.id: {"level": level} for row, level in rows})

"""What joining, renewing, transferring and leaving usually take, each as a checklist with days."""

from ..kit.declare.starters import Starter
from .templates import CaseTemplate, CaseTemplateLine

# (step, whose, done by day, required by law, needs proof)
STEPS = {
    "标准加盟手续": (
        "join",
        (
            ("资质和信用审核", "store_management", 5, False, True),
            ("书面披露信息，签收回执（签约前 30 天）", "store_management", 7, True, True),
            ("选址评估", "store_management", 20, False, True),
            ("签订特许经营合同（披露满 30 天后）", "store_management", 38, True, True),
            ("收取加盟费和保证金", "store_management", 40, False, True),
            ("首次签约 15 天内商务备案、更新备案名单", "store_management", 53, True, True),
            ("建立门店档案，转入新店筹备", "store_management", 45, False, False),
        ),
    ),
    "标准续约手续": (
        "renew",
        (
            ("经营考核和现场检查", "store_management", 7, False, False),
            ("账款对清", "store_management", 10, False, True),
            ("再次书面披露变更信息", "store_management", 12, True, True),
            ("商定续约条件", "store_management", 25, False, False),
            ("签订续约合同", "store_management", 45, True, True),
        ),
    ),
    "标准转让手续": (
        "transfer",
        (
            ("受让方资质审核", "store_management", 7, False, True),
            ("向受让方书面披露，签收回执", "store_management", 10, True, True),
            ("库存和账款交接", "logistics", 40, False, True),
            ("三方协议，变更证照", "store_management", 45, True, True),
            ("受让方店长和店员培训", "store_management", 50, False, False),
        ),
    ),
    "标准退出手续": (
        "exit",
        (
            ("退出申请和审批", "store_management", 3, False, True),
            ("告知会员，安排积分和权益", "members_service", 15, False, True),
            ("关闭未完成的整改和投诉", "store_management", 20, False, False),
            ("末次盘点和退货", "logistics", 25, False, True),
            ("结清管理费和货款", "store_management", 30, False, True),
            ("拆除招牌，收回授权标识", "store_management", 35, False, True),
            ("退还保证金", "store_management", 45, False, True),
        ),
    ),
}
NAMES = ("title", "department", "days", "legal", "proof")

STARTERS = (
    Starter(
        CaseTemplate,
        tuple({"name": name, "kind": kind} for name, (kind, _) in STEPS.items()),
        (
            (
                CaseTemplateLine,
                tuple(
                    {"template": name, "position": at, **dict(zip(NAMES, values, strict=True))}
                    for name, (_, steps) in STEPS.items()
                    for at, values in enumerate(steps, 1)
                ),
            ),
        ),
    ),
)

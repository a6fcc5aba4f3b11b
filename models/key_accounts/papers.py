"""What customers of the key accounts get on paper: a quotation, a contract, a delivery note, a statement."""

from ..kit import Paper, PaperLines, Text
from .accounts import KeyAccount
from .invoices import GroupInvoice
from .orders import GroupOrder, GroupOrderLine
from .receipts import GroupReceipt

US, THEM = Text("供方（盖章）", "Seller (seal)"), Text("需方（盖章）", "Buyer (seal)")
GOODS = PaperLines(GroupOrderLine, "item product.spec product.unit listed price qty amount", "qty amount")
HEAD = "no account account.contact account.phone ordered_on owner owner.phone amount deliver_to due_on note"
OPEN = ("confirmed", "delivered", "settled")

PAPERS = (
    Paper(
        "group_quotation",
        GroupOrder,
        "团购报价单",
        "Quotation",
        HEAD,
        (GOODS,),
        (
            Text(
                "以上为含税价，自报价之日起 7 天内有效；数量变化时按团购政策重新报价。",
                "Prices include tax and hold for 7 days; with other quantities they are quoted anew by the group policy.",
            ),
        ),
        (Text("报价人", "Quoted by"), Text("客户确认", "Accepted by")),
        when={"state": ("draft", "submitted")},
    ),
    Paper(
        "group_contract",
        GroupOrder,
        "团购销售合同",
        "Sales contract",
        HEAD + " account.tax_name account.tax_no account.address",
        (GOODS,),
        (
            Text(
                "一、质量：供方交付的商品符合国家食品安全标准，并随货提供同批次检验报告。",
                "1. Quality: the goods meet the national food safety standards; the reports of their batches come with them.",
            ),
            Text(
                "二、交货：供方按约定地址送货，需方当场验收数量和外包装，有异议的 3 日内书面提出。",
                "2. Delivery: to the address above; quantity and packing are checked on receipt, objections are made in writing "
                "within 3 days.",
            ),
            Text(
                "三、付款：需方于应收日期前付清货款；逾期的，双方另行协商。",
                "3. Payment: in full by the day it is due; what is late is settled between the parties.",
            ),
            Text("四、本合同一式两份，双方盖章后生效。", "4. Made out twice; in force once both have put their seal."),
        ),
        (US, THEM),
        when={"state": OPEN},
    ),
    Paper(
        "group_delivery_note",
        GroupOrder,
        "团购送货单",
        "Delivery note",
        "no account account.contact account.phone deliver_to delivered_on owner note",
        (PaperLines(GroupOrderLine, "item product.spec product.unit qty", "qty"),),
        signs=(Text("送货人", "Delivered by"), Text("收货人", "Received by")),
        when={"state": OPEN},
    ),
    Paper(
        "group_settlement",
        GroupOrder,
        "团购结算单",
        "Settlement",
        HEAD + " paid unpaid",
        (GOODS, PaperLines(GroupReceipt, "received_on amount method invoice_no note", "amount")),
        signs=(US, THEM),
        when={"state": ("delivered", "settled")},
    ),
    Paper(
        "account_statement",
        KeyAccount,
        "往来对账单",
        "Statement of account",
        "code name contact phone address tax_name tax_no owner receivable not_due age_30 age_60 age_90 age_over "
        "credit_limit payment_days",
        (
            PaperLines(
                GroupOrder,
                "no ordered_on amount paid unpaid due_on state",
                "amount paid unpaid",
                link="account",
                where={"state": OPEN},
            ),
            PaperLines(
                GroupInvoice,
                "invoice_no order kind amount issued_on",
                "amount",
                link="account",
                where={"state": ("issued",)},
            ),
        ),
        (
            Text(
                "请核对以上金额；如有不符，请在 7 日内告知，逾期未回视为无误。",
                "Please check these amounts; what is wrong should reach us within 7 days, otherwise they are taken as agreed.",
            ),
        ),
        (US, THEM),
    ),
)

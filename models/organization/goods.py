"""What the stores sell, and who supplies it."""

from ..kit import (
    BarcodeField,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinkField,
    MoneyField,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Sheet,
    Text,
)

SUPPLIER_STATES = (
    Choice("active", "合作中", "Active", "positive", ("正常",)),
    Choice("suspended", "暂停", "Suspended", "warning"),
    Choice("ended", "终止", "Ended", "grey"),
)
PRODUCT_STATES = (Choice("on", "在售", "On sale", "positive"), Choice("off", "停售", "Off sale", "grey", ("下架",)))
GRADES = tuple(Choice(letter, letter, letter) for letter in "ABCD")


class Supplier(Record):
    """Where products come from."""

    code = LineField("供应商编码", "Supplier code", unique=True, max_length=20, width=110, aka=("供应商编号",))
    name = LineField("供应商名称", "Supplier", unique=True, max_length=80, width=160, aka=("供应商",))
    name_py = PinyinField("供应商拼音", "Supplier pinyin", of="name")
    contact = LineField("联系人", "Contact", null=True, max_length=40)
    phone = PhoneField("电话", "Phone", null=True, mask=True, aka=("联系电话", "手机号"))
    business_licence = LineField(
        "营业执照号", "Business licence no.", null=True, max_length=40, aka=("统一社会信用代码",)
    )
    business_until = DayField("营业执照到期日", "Business licence until", null=True, aka=("营业执照有效期",))
    production_licence = LineField("生产许可证号", "Production licence no.", null=True, max_length=40)
    production_until = DayField("生产许可证到期日", "Production licence until", null=True)
    grade = ChoiceField("等级", "Grade", options=GRADES, null=True, width=70)
    status = ChoiceField("状态", "Status", options=SUPPLIER_STATES, default="active", width=90)

    sheet = Sheet(
        "供应商",
        "Suppliers",
        columns=("code", "name", "contact", "phone", "business_until", "status"),
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code", "contact"),
    )


USUAL_CATEGORIES = (
    "维生素矿物质",
    "蛋白质与氨基酸",
    "益生菌与膳食纤维",
    "鱼油与脂肪酸",
    "骨骼关节",
    "滋补养生",
    "母婴营养",
    "老年营养",
    "乳制品",
    "杂粮冲调",
    "有机食品",
    "花草茶饮",
    "休闲健康食品",
    "礼盒组合",
)


class ProductCategory(Record):
    """What kind of goods a product is."""

    name = LineField("类别名称", "Category", unique=True, max_length=40, aka=("类别", "品类"))
    name_py = PinyinField("类别拼音", "Category pinyin", of="name")

    sheet = Sheet(
        "商品类别",
        "Product categories",
        columns=("name",),
        order=("name",),
        key=("name",),
        search=("name", "name_py"),
        small=True,
    )


class Product(Record):
    """Something the stores sell."""

    sku = LineField(
        "商品编码",
        "SKU",
        unique=True,
        max_length=40,
        width=100,
        aka=("货号", "商品编号", "SKU编码", "商品代码", "产品编码", "SKU", "物料编码"),
    )
    barcode = BarcodeField(
        "条码",
        "Barcode",
        null=True,
        unique=True,
        max_length=30,
        width=130,
        aka=("条形码", "商品条码", "69码", "国际条码", "条形码号"),
    )
    name = LineField("商品名称", "Product", max_length=80, width=160, aka=("商品", "品名", "产品名称"))
    name_py = PinyinField("商品拼音", "Product pinyin", of="name")
    category = LinkField(ProductCategory, "类别", "Category", null=True, aka=("商品类别", "品类", "商品分类"))
    spec = LineField("规格", "Spec", null=True, max_length=60, width=90, aka=("规格型号", "包装规格"))
    unit = LineField("单位", "Unit", null=True, max_length=10, width=70, aka=("计量单位", "销售单位"))
    shelf_life_days = CountField("保质期（天）", "Shelf life (days)", null=True, least=1, aka=("保质期",))
    storage = LineField("储存条件", "Storage", null=True, max_length=60, aka=("贮存条件", "储藏条件", "储存方式"))
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True, aka=("供货商", "供货单位"))
    list_price = MoneyField(
        "零售价",
        "List price",
        null=True,
        least=0,
        aka=("售价", "销售价", "市场价", "建议零售价", "标价", "门市价", "吊牌价"),
    )
    member_price = MoneyField("会员价", "Member price", null=True, least=0)
    cost = MoneyField("成本价", "Cost", null=True, least=0, aka=("进价", "进货价", "采购价", "成本"))
    pack_units = QuantityField(
        "每件含量（粒/袋/克）",
        "Units in a pack",
        null=True,
        least=0,
        hint=Text("和每日用量一起算一件吃多少天", "With the daily dose it says how long a pack lasts"),
    )
    daily_dose = QuantityField("每日用量", "Daily dose", null=True, least=0, aka=("日服用量", "每天用量"))
    approval_no = LineField(
        "蓝帽子批准文号",
        "Health-food approval no.",
        null=True,
        max_length=40,
        width=160,
        hint=Text("保健食品“蓝帽子”批准或备案号", "Approval or filing number of the blue-hat mark"),
        aka=("批准文号", "健字号"),
    )
    status = ChoiceField("状态", "Status", options=PRODUCT_STATES, default="on", width=80)

    sheet = Sheet(
        "商品",
        "Products",
        pictures=True,
        order=("sku",),
        key=("sku",),
        search=("name", "name_py", "sku", "barcode"),
        columns=(
            "sku",
            "barcode",
            "name",
            "category",
            "spec",
            "unit",
            "shelf_life_days",
            "supplier",
            "list_price",
            "member_price",
            "status",
        ),
    )

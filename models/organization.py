"""Organisation 组织: regions, stores, employees, suppliers and products, shared by every area."""

from .kit import (
    Area,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    Grant,
    IdNumberField,
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

STORE_KINDS = (
    Choice("own", "自营", "Own", "info"),
    Choice("franchise", "加盟", "Franchise", "warning"),
    Choice("online", "网店", "Online", "positive"),
)
STORE_STATES = (
    Choice("preparing", "筹备", "Preparing", "info"),
    Choice("open", "营业", "Open", "positive", ("营业中", "正常")),
    Choice("suspended", "停业", "Suspended", "warning"),
    Choice("closed", "退出", "Closed", "grey", ("关闭", "已关店")),
)
DEPARTMENTS = (
    Choice("store", "门店", "Store"),
    Choice("quality", "品质控制", "Quality control"),
    Choice("ecommerce", "电商", "E-commerce"),
    Choice("logistics", "物流仓储", "Logistics and warehouse"),
    Choice("key_accounts", "大客户", "Key accounts"),
    Choice("members_service", "会员客服", "Members and service"),
    Choice("store_management", "门店管理", "Store management"),
)
GENDERS = (Choice("female", "女", "Female"), Choice("male", "男", "Male"))
EMPLOYEE_STATES = (
    Choice("active", "在职", "Active", "positive"),
    Choice("leave", "休假", "On leave", "info"),
    Choice("left", "离职", "Left", "grey", ("已离职",)),
)
SUPPLIER_STATES = (
    Choice("active", "合作中", "Active", "positive", ("正常",)),
    Choice("suspended", "暂停", "Suspended", "warning"),
    Choice("ended", "终止", "Ended", "grey"),
)
PRODUCT_STATES = (Choice("on", "在售", "On sale", "positive"), Choice("off", "停售", "Off sale", "grey", ("下架",)))
GRADES = tuple(Choice(letter, letter, letter) for letter in "ABCD")


class Region(Record):
    """A sales region."""

    name = LineField("区域名称", "Region", unique=True, max_length=40, aka=("区域", "片区", "大区"))
    code = LineField("区域编码", "Code", null=True, unique=True, max_length=20)
    name_py = PinyinField("区域拼音", "Region pinyin", of="name")

    sheet = Sheet("区域", "Regions", columns=("code", "name"), order=("name",), key=("name",), search=("name", "name_py", "code"),
                  scopes={"region": "id"}, small=True)  # fmt: skip


class Store(Record):
    """A shop: own, franchise or online."""

    code = LineField("门店编号", "Store code", unique=True, max_length=20, width=100, aka=("门店编码", "店号", "编号"))
    name = LineField("门店名称", "Store", unique=True, max_length=60, width=160, aka=("门店", "店名"))
    name_py = PinyinField("门店拼音", "Store pinyin", of="name")
    kind = ChoiceField("类型", "Kind", options=STORE_KINDS, default="own", width=90, aka=("门店类型",))
    region = LinkField(Region, "区域", "Region", null=True, aka=("所属区域", "片区"))
    status = ChoiceField("状态", "Status", options=STORE_STATES, default="open", width=90, aka=("门店状态", "营业状态"))
    opened_on = DayField("开业日期", "Opened on", null=True)
    closed_on = DayField("退出日期", "Closed on", null=True)
    address = LineField("地址", "Address", null=True, width=220, aka=("门店地址",))
    phone = PhoneField("门店电话", "Store phone", null=True, aka=("电话", "联系电话"))
    area_m2 = QuantityField("面积（㎡）", "Area (m²)", null=True, least=0)
    monthly_rent = MoneyField("月租金", "Monthly rent", null=True, least=0)
    licence_no = LineField("食品经营许可证号", "Health-food licence no.", null=True, max_length=40, width=170)
    licence_until = DayField("许可证到期日", "Licence until", null=True)

    sheet = Sheet("门店", "Stores", columns=("code", "name", "kind", "region", "status", "opened_on", "address"), order=("code",),
                  key=("code",), search=("name", "name_py", "code", "address"),
                  scopes={"store": "id", "region": "region"})  # fmt: skip


class Employee(Record):
    """Someone who works in a store or at headquarters."""

    staff_no = LineField("工号", "Staff no.", unique=True, max_length=20, width=90, aka=("员工编号",))
    name = LineField("姓名", "Name", max_length=40, width=100, aka=("员工姓名",))
    name_py = PinyinField("拼音", "Pinyin", of="name")
    gender = ChoiceField("性别", "Gender", options=GENDERS, null=True, width=90)
    phone = PhoneField("手机号", "Phone", null=True, mask=True, aka=("电话", "联系电话", "手机"))
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, default="store", aka=("所属部门",))
    position = LineField("岗位", "Position", null=True, max_length=40, width=110, aka=("职位", "职务"))
    store = LinkField(Store, "所属门店", "Store", null=True, aka=("门店",))
    hired_on = DayField("入职日期", "Hired on", null=True)
    left_on = DayField("离职日期", "Left on", null=True)
    status = ChoiceField("状态", "Status", options=EMPLOYEE_STATES, default="active", width=90, aka=("在职状态",))
    id_number = IdNumberField("身份证号", "ID number", null=True, unique=True, mask=True)

    sheet = Sheet("员工", "Employees", columns=("staff_no", "name", "position", "store", "hired_on", "status"), order=("staff_no",),
                  key=("staff_no",), search=("name", "name_py", "staff_no", "position"),
                  scopes={"store": "store", "region": "store.region", "own": "id"})  # fmt: skip


# Regions and stores name their managers, who in turn belong to a store: the circle closes here, without foreign keys.
Region._meta.add_field("manager", LinkField(Employee, "区域经理", "Manager", null=True, outlives=True))
Store._meta.add_field("manager", LinkField(Employee, "店长", "Manager", null=True, outlives=True))


class Supplier(Record):
    """Where products come from."""

    code = LineField("供应商编码", "Supplier code", unique=True, max_length=20, width=110, aka=("供应商编号",))
    name = LineField("供应商名称", "Supplier", unique=True, max_length=80, width=160, aka=("供应商",))
    name_py = PinyinField("供应商拼音", "Supplier pinyin", of="name")
    contact = LineField("联系人", "Contact", null=True, max_length=40)
    phone = PhoneField("电话", "Phone", null=True, aka=("联系电话", "手机号"))
    business_licence = LineField("营业执照号", "Business licence no.", null=True, max_length=40)
    business_until = DayField("营业执照到期日", "Business licence until", null=True, aka=("营业执照有效期",))
    production_licence = LineField("生产许可证号", "Production licence no.", null=True, max_length=40)
    production_until = DayField("生产许可证到期日", "Production licence until", null=True)
    grade = ChoiceField("等级", "Grade", options=GRADES, null=True, width=70)
    status = ChoiceField("状态", "Status", options=SUPPLIER_STATES, default="active", width=90)

    sheet = Sheet("供应商", "Suppliers", columns=("code", "name", "contact", "phone", "business_until", "status"), order=("code",),
                  key=("code",), search=("name", "name_py", "code", "contact"))  # fmt: skip


class ProductCategory(Record):
    """What kind of goods a product is."""

    name = LineField("类别名称", "Category", unique=True, max_length=40, aka=("类别", "品类"))
    name_py = PinyinField("类别拼音", "Category pinyin", of="name")

    sheet = Sheet("商品类别", "Product categories", columns=("name",), order=("name",), key=("name",), search=("name", "name_py"),
                  small=True)  # fmt: skip


class Product(Record):
    """Something the stores sell."""

    sku = LineField("商品编码", "SKU", unique=True, max_length=40, width=100, aka=("货号", "商品编号"))
    barcode = LineField("条码", "Barcode", null=True, unique=True, max_length=30, width=130, aka=("条形码", "商品条码"))
    name = LineField("商品名称", "Product", max_length=80, width=160, aka=("商品", "品名", "产品名称"))
    name_py = PinyinField("商品拼音", "Product pinyin", of="name")
    category = LinkField(ProductCategory, "类别", "Category", null=True, aka=("商品类别", "品类"))
    spec = LineField("规格", "Spec", null=True, max_length=60, width=90)
    unit = LineField("单位", "Unit", null=True, max_length=10, width=70)
    shelf_life_days = CountField("保质期（天）", "Shelf life (days)", null=True, least=1, aka=("保质期",))
    storage = LineField("储存条件", "Storage", null=True, max_length=60)
    supplier = LinkField(Supplier, "供应商", "Supplier", null=True)
    list_price = MoneyField("零售价", "List price", null=True, least=0)
    member_price = MoneyField("会员价", "Member price", null=True, least=0)
    cost = MoneyField("成本价", "Cost", null=True, least=0)
    approval_no = LineField("蓝帽子批准文号", "Health-food approval no.", null=True, max_length=40, width=160,
                            hint=Text("保健食品“蓝帽子”批准或备案号", "Approval or filing number of the blue-hat mark"))  # fmt: skip
    status = ChoiceField("状态", "Status", options=PRODUCT_STATES, default="on", width=80)

    sheet = Sheet("商品", "Products", order=("sku",), key=("sku",), search=("name", "name_py", "sku", "barcode"),
                  columns=("sku", "barcode", "name", "category", "spec", "unit", "shelf_life_days", "supplier",
                           "list_price", "member_price", "status"))  # fmt: skip


ALL = "see add edit delete export import approve undo reveal"
POSTS = ("quality", "ecommerce", "logistics", "key_accounts", "members_service", "store_management")

AREA = Area(
    "organization",
    "组织",
    "Organisation",
    icon="apartment",
    records=(Region, Store, Employee, Supplier, ProductCategory, Product),
    grants=(
        Grant("administrator", "*", ALL),
        Grant("operations_manager", "*", ALL),
        *(Grant(post, "*", "see export", masked={"*"}) for post in POSTS),
        Grant("store_management", "region store employee", "see add edit export import reveal"),
        Grant("quality", "supplier product product_category", "see add edit export import"),
        Grant("store_manager", "region product_category", "see"),
        Grant("store_manager", "product", "see", hidden={"supplier", "cost"}),
        Grant("store_manager", "store employee", "see", rows="store", masked={"*"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

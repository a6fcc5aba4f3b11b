"""The places and the people: regions, stores and employees, who point at one another."""

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    DayField,
    IdNumberField,
    LaterLink,
    LineField,
    LinkField,
    MoneyField,
    Move,
    PhoneField,
    PinyinField,
    QuantityField,
    Record,
    Sheet,
    Then,
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
GENDERS = (
    Choice("female", "女", "Female", aka=("F", "女性", "女士")),
    Choice("male", "男", "Male", aka=("M", "男性", "先生")),
)
EMPLOYEE_STATES = (
    Choice("active", "在职", "Active", "positive"),
    Choice("leave", "休假", "On leave", "info"),
    Choice("left", "离职", "Left", "grey", ("已离职",)),
)


MANAGER = "店长"


class Region(Record):
    """A sales region."""

    name = LineField("区域名称", "Region", unique=True, max_length=40, aka=("区域", "片区", "大区"))
    code = LineField("区域编码", "Code", null=True, unique=True, max_length=20)
    name_py = PinyinField("区域拼音", "Region pinyin", of="name")
    # Regions and stores name their managers, who in turn belong to a store: without foreign keys, for that would be a circle.
    manager = LaterLink("Employee", "区域经理", "Manager", null=True, outlives=True, aka=("负责人",))

    sheet = Sheet(
        "区域",
        "Regions",
        columns=("code", "name"),
        order=("name",),
        key=("name",),
        search=("name", "name_py", "code"),
        scopes={"region": "id"},
        small=True,
    )


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
    address = LineField(
        "地址",
        "Address",
        null=True,
        width=220,
        aka=(
            "门店地址",
            "详细地址",
        ),
    )
    phone = PhoneField("门店电话", "Store phone", null=True, of_place=True, aka=("电话", "联系电话"))
    area_m2 = QuantityField("面积（㎡）", "Area (m²)", null=True, least=0)
    monthly_rent = MoneyField("月租金", "Monthly rent", null=True, least=0)
    licence_no = LineField("食品经营许可证号", "Health-food licence no.", null=True, max_length=40, width=170)
    licence_until = DayField("许可证到期日", "Licence until", null=True)
    manager = LaterLink("Employee", "店长", "Manager", null=True, outlives=True, aka=("门店负责人",))
    franchisee = LaterLink("Franchisee", "加盟商", "Franchisee", null=True, outlives=True)

    sheet = Sheet(
        "门店",
        "Stores",
        columns=("code", "name", "kind", "region", "status", "opened_on", "address"),
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code", "address"),
        scopes={"store": "id", "region": "region"},
    )


def take_charge(c: Changes, moves: list[Move]) -> None:
    """A store whose manager isn't written down has the one who works there as 店长, so that its matters reach somebody."""
    came = [move.new for move in moves if move.new is not None and move.changed("position", "store", "status")]
    stores = {row.store for row in came if row.store is not None and row.position == MANAGER and row.status == "active"}
    for store in Store.rows(Store.id.in_(list(stores)), Store.manager.is_null()) if stores else ():
        there = (Employee.store == store.id, Employee.position == MANAGER, Employee.status == "active")
        if len(employees := Employee.rows(*there)) == 1:
            c.update(Store, store.id, manager=employees[0].id)


class Employee(Record):
    """Someone who works in a store or at headquarters."""

    staff_no = LineField(
        "工号",
        "Staff no.",
        unique=True,
        max_length=20,
        width=90,
        aka=(
            "员工编号",
            "编号",
            "员工号",
        ),
    )
    name = LineField(
        "姓名",
        "Name",
        max_length=40,
        width=100,
        aka=(
            "员工姓名",
            "员工",
        ),
    )
    name_py = PinyinField("拼音", "Pinyin", of="name")
    gender = ChoiceField("性别", "Gender", options=GENDERS, null=True, width=90)
    phone = PhoneField("手机号", "Phone", null=True, mask=True, aka=("电话", "联系电话", "手机"))
    department = ChoiceField("部门", "Department", options=DEPARTMENTS, default="store", aka=("所属部门",))
    position = LineField("岗位", "Position", null=True, max_length=40, width=110, aka=("职位", "职务"))
    store = LinkField(Store, "所属门店", "Store", null=True, aka=("门店",))
    hired_on = DayField("入职日期", "Hired on", null=True, aka=("到岗日期", "入司日期"))
    left_on = DayField("离职日期", "Left on", null=True)
    health_until = DayField("健康证到期日", "Health certificate until", null=True, aka=("健康证", "健康证有效期"))
    status = ChoiceField("状态", "Status", options=EMPLOYEE_STATES, default="active", width=90, aka=("在职状态",))
    id_number = IdNumberField(
        "身份证号", "ID number", null=True, unique=True, mask=True, aka=("身份证", "证件号码", "公民身份号码")
    )

    sheet = Sheet(
        "员工",
        "Employees",
        columns=("staff_no", "name", "position", "store", "hired_on", "status"),
        order=("staff_no",),
        key=("staff_no",),
        search=("name", "name_py", "staff_no", "position"),
        consequences=(Then(take_charge, also="import restore"),),
        scopes={"store": "store", "region": "store.region", "own": "id"},
    )

"""Organisation 组织: regions, stores, employees, suppliers and products, shared by every area."""

from ..kit import Action, Area, Due, Grant, LinkField, Text
from ..kit.declare.beginning import CARD, Start
from ..kit.declare.params import Parameter
from ..kit.declare.starters import Starter
from .franchisees import DISCLOSURE_DAYS, Franchisee
from .goods import GRADES, USUAL_CATEGORIES, Product, ProductCategory, Supplier
from .joining import merge_suppliers
from .letterheads import Letterhead
from .overview import OVERVIEWS
from .places import DEPARTMENTS, GENDERS, MANAGER, Employee, Region, Store

ALL = "see add edit delete export import approve undo reveal"
POSTS = (
    "quality",
    "ecommerce",
    "logistics",
    "key_accounts",
    "key_account_seller",
    "members_service",
    "store_management",
)

AREA = Area(
    "organization",
    "组织",
    "Organisation",
    icon="apartment",
    overviews=OVERVIEWS,
    records=(Region, Store, Employee, Supplier, ProductCategory, Product, Franchisee, Letterhead, Parameter),
    actions=(
        Action(
            merge_suppliers,
            "合并供应商",
            "Merge suppliers",
            on=Supplier,
            verb="approve",
            icon="merge",
            danger=True,
            joins="into",
            asks={"into": LinkField(Supplier, "并入供应商", "Into", beside=("code", "status"))},
            hint=Text(
                "商品、报告、审核和检查都转到所选供应商名下，原供应商删除；可撤销",
                "Products, reports, audits and checks move to the one chosen, and this one goes; can be undone",
            ),
        ),
    ),
    params=(DISCLOSURE_DAYS, CARD),
    starters=(Starter(ProductCategory, tuple({"name": name} for name in USUAL_CATEGORIES)),),
    dues=(
        Due(
            "store_licence",
            Store,
            "门店许可证到期",
            "Store licences that end",
            due="licence_until",
            owner="manager",
            ahead=30,
            when={"status": {"ne": "closed"}, "licence_until": {"empty": False}},
            icon="verified",
        ),
        Due(
            "staff_health",
            Employee,
            "员工健康证到期",
            "Health certificates that end",
            due="health_until",
            ahead=30,
            when={"status": {"ne": "left"}, "health_until": {"empty": False}},
            icon="medical_information",
        ),
        Due(
            "business_licence",
            Supplier,
            "供应商营业执照到期",
            "Suppliers' business licences that end",
            due="business_until",
            ahead=30,
            when={"status": {"eq": "active"}, "business_until": {"empty": False}},
            icon="verified",
        ),
        Due(
            "production_licence",
            Supplier,
            "供应商生产许可证到期",
            "Suppliers' production licences that end",
            due="production_until",
            ahead=30,
            when={"status": {"eq": "active"}, "production_until": {"empty": False}},
            icon="verified",
        ),
    ),
    starts=(
        Start(
            Letterhead,
            0,
            Text(
                "公司名称、地址、税号和标志，印在每张单据上",
                "Name, address, number and logo of the company, for printed papers",
            ),
        ),
        Start(Region, 1, Text("按城区或片区管门店，周报也按它汇总", "Stores are kept and counted by region")),
        Start(Store, 2, Text("编号、名称、区域、自营或加盟", "Number, name, region, own or franchise")),
        Start(Employee, 4, Text("姓名、岗位、所属门店", "Name, post and store")),
        Start(Supplier, 5, Text("名称和证照到期日，到期会提醒", "Name, and when their papers end")),
        Start(ProductCategory, 6, Text("保健食品、礼盒等大类", "Kinds of goods")),
        Start(Product, 7, Text("编码、规格、价格、保质期", "Code, size, price and shelf life")),
        Start(
            Parameter,
            15,
            Text(
                "周会和月度几点关账，各种天数和标准，都有默认值",
                "When weeks and months close; days and limits",
            ),
        ),
    ),
    grants=(
        Grant("administrator", "*", ALL),
        Grant("operations_manager", "*", ALL),
        Grant("operations_manager", "parameter", "see edit export undo"),
        *(Grant(post, "*", "see export", masked={"*"}) for post in POSTS),
        Grant("store_management", "region store employee", "see add edit export import reveal"),
        Grant("store_management", "franchisee", "see add edit export import"),
        Grant("quality", "supplier product product_category", "see add edit export import"),
        Grant("store_manager", "region product_category parameter letterhead", "see"),
        Grant("store_manager", "product", "see", hidden={"supplier", "cost"}),
        Grant("store_manager", "store employee", "see", rows="store", masked={"*"}),
        Grant("viewer", "*", "see", masked={"*"}),
    ),
)

__all__ = [
    "ALL",
    "AREA",
    "DEPARTMENTS",
    "DISCLOSURE_DAYS",
    "Employee",
    "Franchisee",
    "GENDERS",
    "GRADES",
    "Letterhead",
    "MANAGER",
    "POSTS",
    "Parameter",
    "Product",
    "ProductCategory",
    "Region",
    "Store",
    "Supplier",
]

"""Organisation 组织: regions, stores, employees, suppliers and products, shared by every area."""

from ..kit import Area, Due, Grant
from ..kit.declare.beginning import CARD, Start
from ..kit.declare.params import Parameter
from ..kit.declare.starters import Starter
from .franchisees import DISCLOSURE_DAYS, Franchisee
from .goods import GRADES, USUAL_CATEGORIES, Product, ProductCategory, Supplier
from .letterheads import Letterhead
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
    records=(Region, Store, Employee, Supplier, ProductCategory, Product, Franchisee, Letterhead, Parameter),
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
        Start(Region, 1),
        Start(Store, 2),
        Start(Employee, 4),
        Start(Supplier, 5),
        Start(ProductCategory, 6),
        Start(Product, 7),
        Start(Parameter, 15),
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

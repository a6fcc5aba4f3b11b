"""Cards on the page where all of a row is gathered: what a store, a product and a person say themselves."""

from ..kit import AboutCard, Overview, RowCard
from .goods import Product
from .places import Employee, Store

STORE = "manager status kind region franchisee opened_on address phone area_m2 monthly_rent licence_no licence_until"
PRODUCT = "sku category spec unit shelf_life_days storage supplier list_price member_price cost"
PERSON = "department position store phone hired_on health_until status"
OVERVIEWS = (
    Overview(
        Store,
        (
            AboutCard("门店资料", "The store", 10, 4, STORE),
            RowCard(
                "人员和健康证",
                "Staff and health certificates",
                60,
                6,
                Employee,
                "store",
                "name position phone hired_on health_until",
                where={"status": {"in": ["active", "leave"]}},
                order="health_until",
                rows=12,
            ),
        ),
    ),
    Overview(Product, (AboutCard("商品资料", "The product", 10, 4, PRODUCT),)),
    Overview(Employee, (AboutCard("员工资料", "The person", 10, 4, PERSON),)),
)

"""A small store management in tests: an inspector, a manager of each store, and photos where they are wanted."""

from dataclasses import replace

from models.kit import Who, changes
from models.organization import Store
from tests.conftest import person
from tests.helpers.steps import SYSTEM, hire


class Desk:
    """洪刚 inspects for store management, 陈明 manages 锦江一店 and 武丽 武侯一店; each can sign in as such."""

    def __init__(self, stores: dict[str, int]):
        self.first, self.second = stores.values()
        self.hong = hire("洪刚", "Y1", department="store_management", position="督导")
        self.chen = hire("陈明", "Y2", position="店长", store=self.first, hired_on="2020-01-01")
        self.wu = hire("武丽", "Y3", position="店长", store=self.second, hired_on="2020-01-01")
        with changes(who=SYSTEM) as c:
            c.alter(Store, {self.first: {"manager": self.chen}, self.second: {"manager": self.wu}})
        self.inspector = replace(person("洪刚", "store_management", 201), employee_id=self.hong)
        self.other = person("杨海", "store_management", 202)
        self.manager = replace(person("陈明", "store_manager", 203), employee_id=self.chen, store_id=self.first)
        self.boss: Who = person("总监", "operations_manager", 204)

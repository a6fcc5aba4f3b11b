"""The folders of the grammar and who of them may use whom."""

from functools import cache

from tests.house.test_directions import imports

# What stands at the top of the kit (text, words, clock …) is everybody's and uses of the folders only the server's.
MAY_USE = {
    "server": {"formula"},  # the functions that SQLite is given when it is opened
    "fields": {"server"},
    "formula": {"server", "fields", "declare", "ask"},
    "declare": {"server", "fields", "formula", "ask", "write", "week"},
    "ask": {"server", "fields", "formula", "declare", "write"},
    "write": {"server", "fields", "formula", "declare", "ask"},
    "week": {"server", "fields", "formula", "declare", "ask", "write"},
    "incoming": {"server", "fields", "formula", "declare", "ask", "write"},
}


@cache
def inside() -> dict[str, set[str]]:
    """By module of the grammar the modules of the grammar that it imports."""
    return {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): {
            module for module in modules if module.startswith("models.kit.")
        }
        for name, modules in imports().items()
        if name.startswith("models/kit/") and name != "models/kit/__init__.py"
    }


def folder(module: str) -> str | None:
    """The folder of a module of the kit; None for what stands at its top."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 and parts[2] in MAY_USE else None


def test_each_folder_of_the_grammar_uses_those_it_may_and_what_stands_at_the_top_only_the_servers():
    wrong = {
        f"{module} imports {used}"
        for module, uses in inside().items()
        for used in uses
        if (there := folder(used)) and there != (here := folder(module)) and there not in MAY_USE.get(here, {"server"})
    }
    assert {folder(module) for module in inside()} == {None, *MAY_USE}
    assert not wrong

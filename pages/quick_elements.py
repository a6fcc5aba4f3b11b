"""For every element NiceGUI reads the signatures of three methods of its own: a third of what a page takes to be built.

Here each of them is read once. Functions of ours it reads as ever: they are many, and some go with their page.
"""

from collections.abc import Callable

from nicegui import helpers


def mount() -> None:
    """Once for as long as the process lasts, however often pages are mounted."""
    read = helpers.expects_arguments
    if not hasattr(read, "known"):
        helpers.expects_arguments = _reading_once(read)


def _reading_once(read: Callable[[Callable], bool]) -> Callable[[Callable], bool]:
    known: dict[Callable, bool] = {}

    def expects_arguments(func: Callable) -> bool:
        method = getattr(func, "__func__", None)
        if method is None or not method.__module__.startswith("nicegui."):
            return read(func)
        if method not in known:
            known[method] = read(func)
        return known[method]

    expects_arguments.known = known
    return expects_arguments

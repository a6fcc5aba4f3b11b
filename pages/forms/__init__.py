"""Forms 表单: where they are answered, and where they are built."""

from . import answering, builder


def mount() -> None:
    answering.mount()
    builder.mount()

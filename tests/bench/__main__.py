"""`python -m tests.bench NAME [options]`: one measurement by its name."""

import sys

from . import (
    automations,
    blocks,
    browser,
    bulk,
    columns,
    crowding,
    editors,
    edits,
    excel,
    freezes,
    generate,
    groups,
    long_export,
    meanwhile,
    memory,
    opening,
    paste,
    people,
    reckoned,
    rollup,
    round,
    tables,
)

NAMES = {
    "generate": generate,
    "blocks": blocks,
    "edits": edits,
    "paste": paste,
    "people": people,
    "excel": excel,
    "editors": editors,
    "memory": memory,
    "browser": browser,
    "bulk": bulk,
    "crowding": crowding,
    "rollup": rollup,
    "round": round,
    "meanwhile": meanwhile,
    "long_export": long_export,
    "reckoned": reckoned,
    "tables": tables,
    "groups": groups,
    "columns": columns,
    "opening": opening,
    "automations": automations,
    "freezes": freezes,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m tests.bench {{{','.join(NAMES)}}} [--data DIR]")
    NAMES[sys.argv[1]].main(sys.argv[2:])

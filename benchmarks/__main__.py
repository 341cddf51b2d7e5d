"""``python -m benchmarks``: what there is to measure; ``python -m benchmarks NAME``: measure it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path


def available() -> dict[str, str]:
    """The benchmarks: modules here that have a ``main``, each with the first line of its docstring."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[path.stem] = (ast.get_docstring(tree) or "").split("\n")[0]
    return found


def main(arguments: Sequence[str]) -> int:
    """Run what is named with the rest of the arguments; without a name list what there is. Its exit code."""
    known = available()
    if not arguments or arguments[0] in ("-h", "--help"):
        print("python -m benchmarks NAME [OPTIONS]\n")
        print("\n".join(f"  {name:<12}{what}" for name, what in known.items()))
        return 0
    name, *rest = arguments
    if name not in known:
        print(f"There is no benchmark {name}, but: {', '.join(known)}.", file=sys.stderr)
        return 2
    return int(import_module(f"benchmarks.{name}").main(rest) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

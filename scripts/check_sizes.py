"""Fails where a module has over 400 lines or a Python function over 40. Biome counts the front-end's functions."""

import ast
import subprocess
import sys
from pathlib import Path

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 40


def main() -> int:
    """Tell every file and function that is too long."""
    root = Path(__file__).resolve().parent.parent
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.ts", "*.tsx", "*.css"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    found = [problem for name in listed.stdout.splitlines() for problem in problems(root / name)]
    print("\n".join(found) or "No module or function is too long.")
    return 1 if found else 0


def problems(file: Path) -> list[str]:
    """What is too long in a file."""
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8")
    lines = text.count("\n")
    found = [f"{file}: {lines} lines"] if lines > MOST_MODULE_LINES else []
    if file.suffix == ".py":
        found += [f"{file}:{name}: {length} lines" for name, length in functions(ast.parse(text))]
    return found


def functions(tree: ast.Module) -> list[tuple[str, int]]:
    """Functions that are too long, without their docstrings."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [(node.name, length) for node in nodes if (length := _length(node)) > MOST_FUNCTION_LINES]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    end = node.end_lineno or node.lineno
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    return end - node.lineno + 1 - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


if __name__ == "__main__":
    sys.exit(main())

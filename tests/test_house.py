"""The rules of the house that a reader would otherwise have to remember."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted([*(ROOT / "collectors").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports, at any depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def uses(path: Path, *packages: str) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] in packages}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [p for p in CODE if relative(p).startswith("collectors/")], ids=relative)
def test_collectors_know_nothing_of_the_dashboard(path: Path) -> None:
    assert not uses(path, "dashboard", "streamlit", "plotly")


@pytest.mark.parametrize("path", [p for p in CODE if relative(p).startswith("collectors/metrics/")], ids=relative)
def test_metrics_are_pure(path: Path) -> None:
    assert not uses(path, "sqlalchemy", "duckdb", "requests", "urllib", "socket", "subprocess", "rich", "typer")


@pytest.mark.parametrize("name", ["compare", "charts"])
def test_statistics_and_charts_import_no_streamlit(name: str) -> None:
    files = [p for p in CODE if name in p.relative_to(ROOT).with_suffix("").parts]
    assert files, f"no module called {name}"
    assert not {relative(p): uses(p, "streamlit", "sqlalchemy") for p in files if uses(p, "streamlit", "sqlalchemy")}


@pytest.mark.parametrize("path", [p for p in CODE if "views" in p.parts], ids=relative)
def test_views_hold_no_sql_and_no_statistics(path: Path) -> None:
    assert not uses(path, "duckdb", "sqlalchemy", "scipy", "numpy")
    assert not re.search(r"\bSELECT\b.+\bFROM\b", path.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_nothing_unpickles_or_evaluates(path: Path) -> None:
    assert not uses(path, "pickle", "marshal", "shelve", "dill", "joblib")
    names = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not names & {"eval", "exec", "__import__"}


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_files_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    tree = ast.parse(text)
    long = {
        node.name: node.end_lineno - node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno > 60
    }
    assert not long
    assert ast.get_docstring(tree) or not tree.body, "a module says what it is for"


def test_the_top_level_is_what_the_owner_asked_for() -> None:
    ignored = {".venv", "dist", "build"}
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")} - ignored
    assert folders <= {"dashboard", "collectors", "data", "tests"} | {n for n in folders if n.endswith(".egg-info")}


def test_every_dependency_is_justified_and_pinned() -> None:
    """A line of pyproject.toml says why a package is needed; constraints.txt says which version was tested."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    assert all("#" in line for line in lines), lines
    pins = {
        re.split(r"==", line)[0].strip().lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    names = {re.split(r"[\[<>=\"]", line.strip('"'))[0].lower().replace("_", "-") for line in lines}
    assert names <= pins


@pytest.mark.parametrize("path", [p for p in CODE if relative(p).startswith("dashboard/")], ids=relative)
def test_markup_is_made_of_templates_that_stand_in_the_source(path: Path) -> None:
    """`fill` takes a literal: a template made from data would carry what was not escaped."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fill":
            assert isinstance(node.args[0], ast.Constant), f"{relative(path)}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup":
            assert relative(path) == "dashboard/render/html.py", f"{relative(path)}:{node.lineno}"


def test_no_class_and_no_module_has_the_name_of_another() -> None:
    """One name, one thing: what is looked for is found at the first place."""
    classes: dict[str, list[str]] = {}
    modules: dict[str, list[str]] = {}
    for path in CODE:
        if path.name not in ("__init__.py", "__main__.py"):
            modules.setdefault(path.name, []).append(relative(path))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name, []).append(relative(path))
    assert not {name: where for name, where in (classes | modules).items() if len(where) > 1}


def test_names_of_one_letter_are_rare() -> None:
    """Under 5 % of all bound names; well-kept projects have 1.5 to 7 %."""
    bound = short = 0
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None
            name = node.arg if isinstance(node, ast.arg) else name
            if name is not None:
                bound += 1
                short += len(name) == 1 and name != "_"
    assert short / bound < 0.05, f"{short} of {bound}"


SQL = re.compile(r"^\s*(?:select|with|insert|update|delete|create|copy)\b", re.I | re.M)


@pytest.mark.parametrize("path", [path for path in CODE if path.name != "migrations.py"], ids=relative)
def test_long_sql_lies_in_files_that_a_linter_reads(path: Path) -> None:
    """Up to five lines may stand in Python; `make lint` reads the files in the folders `sql`.

    Migrations are written once, each statement in the words of both databases, and are never changed.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and node.body
                  and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docstrings:
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 5 or not SQL.search(ast.unparse(node).replace("\\n", "\n").strip("f'\"")), node.lineno

"""The rules of the house that a reader would otherwise have to remember."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from collectors.config.codes import LANGUAGES
from collectors.config.language_pack_files import LISTS
from tests.conftest import LONG_FILES

ROOT = Path(__file__).parent.parent
CODE = sorted([*(ROOT / "collectors").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file's syntax tree, the tree itself first; each file is parsed once for all rules."""
    return tuple(ast.walk(ast.parse(text_of(path))))


def breaches(paths: Iterable[Path], rule: Callable[[Path], object]) -> dict[str, object]:
    """What each file does against a rule, for the files that do."""
    return {relative(path): breach for path in paths if (breach := rule(path))}


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports, at any depth."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def uses(path: Path, *packages: str) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] in packages}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def inside(folder: str) -> list[Path]:
    """The files below a folder; there must be some, or the rule holds nothing."""
    files = [path for path in CODE if relative(path).startswith(folder)]
    assert files, folder
    return files


def test_collectors_know_nothing_of_the_dashboard() -> None:
    assert not breaches(inside("collectors/"), lambda path: uses(path, "dashboard", "streamlit", "plotly"))


def test_metrics_are_pure() -> None:
    impure = ("sqlalchemy", "duckdb", "requests", "urllib", "socket", "subprocess", "rich", "typer")
    assert not breaches(inside("collectors/metrics/"), lambda path: uses(path, *impure))


def test_no_imports_run_in_a_circle() -> None:
    """Imports inside functions count, too: they hide a circle and do not open it."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in CODE}
    imported = {name: modules_named(path, modules.keys()) - {name} for name, path in modules.items()}
    while leaves := {name for name, others in imported.items() if not others & imported.keys()}:
        imported = {name: others for name, others in imported.items() if name not in leaves}
    assert not imported, f"these import each other, or one that does: {sorted(imported)}"


def modules_named(path: Path, modules: Collection[str]) -> set[str]:
    """The modules of ours that a file imports: of `from a import b` a.b, or a where b is no module."""
    nodes = [node for node in nodes_of(path) if isinstance(node, ast.Import | ast.ImportFrom | ast.If)]
    guards = [node for node in nodes if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    for_types = {id(inner) for guard in guards for inner in ast.walk(guard)}
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and id(node) not in for_types:
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            names.update(name if name in modules else node.module for name in inner)
    return names.intersection(modules)


@pytest.mark.parametrize("name", ["compare", "charts"])
def test_statistics_and_charts_import_no_streamlit(name: str) -> None:
    files = [p for p in CODE if name in p.relative_to(ROOT).with_suffix("").parts]
    assert files, f"no module called {name}"
    assert not breaches(files, lambda path: uses(path, "streamlit", "sqlalchemy"))


def test_views_hold_no_sql_and_no_statistics() -> None:
    views = inside("dashboard/views/")
    assert not breaches(views, lambda path: uses(path, "duckdb", "sqlalchemy", "scipy", "numpy"))
    assert not breaches(views, lambda path: re.search(r"\bSELECT\b.+\bFROM\b", text_of(path), re.S))


def test_nothing_unpickles_or_evaluates() -> None:
    assert not breaches(CODE, lambda path: uses(path, "pickle", "marshal", "shelve", "dill", "joblib"))

    def evaluates(path: Path) -> set[str]:
        calls = (node.func for node in nodes_of(path) if isinstance(node, ast.Call))
        return {name.id for name in calls if isinstance(name, ast.Name)} & {"eval", "exec", "__import__"}

    assert not breaches(CODE, evaluates)


def test_files_stay_readable() -> None:
    assert not breaches(CODE, lambda path: text_of(path).count("\n") > 400)
    assert not breaches(CODE, long_functions)

    def says_nothing(path: Path) -> bool:
        tree = nodes_of(path)[0]
        return isinstance(tree, ast.Module) and bool(tree.body) and not ast.get_docstring(tree)

    assert not breaches(CODE, says_nothing), "a module says what it is for"


def test_tests_stay_readable() -> None:
    """Tests and benchmarks keep to 400 lines, too; a way that is told in one piece may have a long function."""
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert not breaches(tests, lambda path: text_of(path).count("\n") > 400)


def test_the_long_files_of_tests_are_there() -> None:
    """They begin first, so that no process waits for one at the end; a file of another name would begin last."""
    assert all((ROOT / "tests" / name).is_file() for name in LONG_FILES)


def long_functions(path: Path) -> dict[str, int]:
    """The functions of more than 60 lines, with how many they have."""
    functions = (node for node in nodes_of(path) if isinstance(node, ast.FunctionDef))
    return {one.name: lines for one in functions if (lines := (one.end_lineno or 0) - one.lineno) > 60}


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


def test_markup_is_made_of_templates_that_stand_in_the_source() -> None:
    """`fill` takes a literal: a template made from data would carry what was not escaped."""

    def made_elsewhere(path: Path) -> list[int]:
        calls = [node for node in nodes_of(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        templates = [
            call.lineno for call in calls if call.func.id == "fill" and not isinstance(call.args[0], ast.Constant)
        ]  # type: ignore[attr-defined]
        marked = [call.lineno for call in calls if call.func.id == "Markup"]  # type: ignore[attr-defined]
        return templates + (marked if relative(path) != "dashboard/render/html.py" else [])

    assert not breaches(inside("dashboard/"), made_elsewhere)


def test_no_class_and_no_module_has_the_name_of_another() -> None:
    """One name, one thing: what is looked for is found at the first place."""
    classes: dict[str, list[str]] = {}
    modules: dict[str, list[str]] = {}
    for path in CODE:
        if path.name not in ("__init__.py", "__main__.py"):
            modules.setdefault(path.name, []).append(relative(path))
        for node in nodes_of(path):
            if isinstance(node, ast.ClassDef):
                classes.setdefault(node.name, []).append(relative(path))
    assert not {name: where for name, where in (classes | modules).items() if len(where) > 1}


def test_names_of_one_letter_are_rare() -> None:
    """Under 5 % of all bound names; well-kept projects have 1.5 to 7 %."""
    names = [name for path in CODE for name in bound_names(path)]
    short = sum(len(name) == 1 and name != "_" for name in names)
    assert short / len(names) < 0.05, f"{short} of {len(names)}"


#: Words that say only that something was done, not what a name holds. The 31,000 bindings had 945 of them.
CATCH_ALLS = {"found", "known", "kept", "asked", "told"}


def test_names_say_what_they_hold() -> None:
    """At most 1 in 100 names is a catch-all; of locals and parameters, whose worst file had one in five."""
    of_file = {path: bound_names(path) for path in CODE}
    catch_alls = [name for names in of_file.values() for name in names if name in CATCH_ALLS]
    assert len(catch_alls) <= 0.01 * sum(map(len, of_file.values())), f"{len(catch_alls)} catch-all names"

    def called_so(path: Path) -> list[str]:
        functions = [node.name for node in nodes_of(path) if isinstance(node, ast.FunctionDef)]
        return [name for name in functions if name.strip("_") in CATCH_ALLS]

    assert not breaches(CODE, called_so), "a function is called for what it gives or does"


def bound_names(path: Path) -> list[str]:
    """Every name that a file binds, as often as it does: assigned names and parameters."""
    nodes = nodes_of(path)
    assigned = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return assigned + [node.arg for node in nodes if isinstance(node, ast.arg)]


MOST_BY_POSITION = 8


def test_rows_of_many_fields_are_filled_by_name() -> None:
    """A class of ours takes at most eight values by position: the ninth is easily taken for the eighth."""
    ours = {node.name for path in CODE for node in nodes_of(path) if isinstance(node, ast.ClassDef)}

    def by_position(path: Path) -> list[int]:
        calls = [node for node in nodes_of(path) if isinstance(node, ast.Call) and len(node.args) > MOST_BY_POSITION]
        return [call.lineno for call in calls if ast.unparse(call.func).rpartition(".")[2] in ours]

    assert not breaches(CODE, by_position)


WORD = re.compile(r"[^\W\d_A-Z]{2,}(?:[-'’.][^\W\d_A-Z]+)*")
FEWEST_WORDS_OF_A_LIST = 5
KINDS = {"unattributed", "unresolved", "office", "group", "thing", "anonymous", "country"}
#: Names of word lists and kinds of speakers, which are ours, and a code of three letters.
NAMES_OF_OURS = LISTS | KINDS | {"yue"}


def test_lists_of_words_are_data() -> None:
    """Where texts are measured a literal holds at most four words of a language; longer lists are in `data/languages`.

    What ends a word is form and no vocabulary: such constants have ENDINGS in their names. Codes of languages and names
    of lists and kinds are no words, either.
    """
    for room in ("metrics", "discovery", "events"):
        assert not breaches(inside(f"collectors/{room}/"), word_lists_of)


def word_lists_of(path: Path) -> list[int]:
    """The lines with a tuple, list, set, string to split or regular expression of five or more words of a language."""
    exempt = {id(inner) for node in nodes_of(path) if isinstance(node, ast.Assign | ast.AnnAssign)
              and "ENDINGS" in ast.unparse(node).partition(" = ")[0] for inner in ast.walk(node)}  # fmt: skip
    return [node.lineno for node in nodes_of(path) if isinstance(node, ast.expr) and id(node) not in exempt
            and is_word_list(words_of(node))]  # fmt: skip


def words_of(node: ast.expr) -> list[str]:
    """The words that a literal lists: its elements, the words of a string that is split, or its longest alternation."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if isinstance(node, ast.Call) and re.search(r"(?:split|set|words|list)\Z", ast.unparse(node.func)):
        texts = [node.func.value] if isinstance(node.func, ast.Attribute) else node.args
        return [word for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)
                for word in text.value.split()]  # fmt: skip
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
        runs = re.findall(r"[\w?’'-]+(?:\|[\w?’'-]+){4,}", node.value)
        return max((run.replace("?", "").split("|") for run in runs), key=len, default=[])
    return []


def is_word_list(entries: list[str]) -> bool:
    if all(entry in LANGUAGES or entry in NAMES_OF_OURS for entry in entries):
        return False
    return sum(bool(WORD.fullmatch(entry)) and entry in vocabulary() for entry in entries) >= FEWEST_WORDS_OF_A_LIST


@cache
def vocabulary() -> frozenset[str]:
    """Words of the languages that the method reads: those of all its lists, and English ones of three letters or more."""
    lists = (text_of(file) for file in (ROOT / "data" / "languages").rglob("*.toml"))
    english = re.findall(r"\b[a-z]{3,}\b", text_of(ROOT / "data" / "lexicons" / "cmu-syllables.txt"))
    return frozenset(english).union(*(re.findall(r"[^\W\d_]{2,}(?:[-'’.][^\W\d_]+)*", text) for text in lists))


SQL = re.compile(r"^\s*(?:select|with|insert|update|delete|create|copy)\b", re.I | re.M)


def test_long_sql_lies_in_files_that_a_linter_reads() -> None:
    """Up to five lines may stand in Python; `make lint` reads the files in the folders `sql`.

    Migrations are written once, each statement in the words of both databases, and are never changed.
    """
    assert not breaches((path for path in CODE if path.name != "migrations.py"), long_sql)


def long_sql(path: Path) -> list[int]:
    """The lines where a statement of more than five lines begins."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in nodes_of(path) if isinstance(node, documented) and node.body
                  and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    texts = [node for node in nodes_of(path) if isinstance(node, ast.Constant | ast.JoinedStr)]
    long = [node for node in texts if (node.end_lineno or 0) - node.lineno >= 5 and id(node) not in docstrings]
    return [node.lineno for node in long if SQL.search(ast.unparse(node).replace("\\n", "\n").strip("f'\""))]

"""The documents say what is there: paths and functions exist, commands run, the reference is what the code says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from click.testing import CliRunner

from collectors.cli import app
from tests.support.write_reference import FILE, reference

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md", "data/reference/README.md",
)  # fmt: skip
#: The same for what only developers run; none of its commands is one of a reader's.
BENCHMARKS = "tests/benchmarks/README.md"
FUNCTION = re.compile(r"`((?:collectors|dashboard|tests)/[\w/]+\.py):(\w+)`")
PATH = re.compile(r"`((?:collectors|dashboard|data|tests)/[\w/.-]*\w)/?`")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*DOCUMENTS, BENCHMARKS])
def test_paths_and_functions_exist(name: str) -> None:
    text = text_of(name)
    missing = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert not missing
    for path, function in FUNCTION.findall(text):
        assert re.search(rf"^(?:def|class) {function}\b", text_of(path), re.M), f"{path}:{function}"


def test_the_reference_is_what_the_code_says() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), "run python -m tests.support.write_reference"


def commands_of(name: str) -> list[list[str]]:
    """The `parallax ...` lines of the code blocks, and the calls that tables name."""
    lines = re.findall(
        r"^(?:\.venv/bin/)?parallax .*$", "\n".join(re.findall(r"```sh\n(.*?)```", text_of(name), re.S)), re.M
    )
    calls = re.findall(r"`(parallax [^`]+)`", text_of(name))
    return [shlex.split(line.removeprefix(".venv/bin/"), comments=True)[1:] for line in [*lines, *calls]]


def test_every_benchmark_is_described_and_is_there() -> None:
    """Each program that is run has its row or section, and each call names a program with the options that it reads."""
    text, folder = text_of(BENCHMARKS), ROOT / "tests" / "benchmarks"
    programs = {path.stem for path in folder.glob("*.py") if "__main__" in path.read_text(encoding="utf-8")}
    assert not {name for name in programs if f"{name}.py" not in text and f"benchmarks.{name}" not in text}
    for module, arguments in re.findall(r"python -m (tests\.[\w.]+)((?: [^`\n|]*)?)", text):
        path = ROOT / (module.replace(".", "/") + ".py")
        code = path if path.exists() else path.with_suffix("") / "__main__.py"
        assert code.exists(), module
        options = {word.split("=")[0] for word in arguments.split() if word.startswith("--")}
        assert all(option in code.read_text(encoding="utf-8") for option in options), (module, options)


@pytest.mark.parametrize("name", [*DOCUMENTS, BENCHMARKS])
def test_commands_and_their_options_exist(name: str) -> None:
    group = typer.main.get_command(app)
    for words in commands_of(name):
        command = group.commands.get(words[0])  # type: ignore[attr-defined]  a group has commands
        assert command is not None, f"{name}: parallax {' '.join(words)}"
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        asked = {word.split("=")[0] for word in words[1:] if word.startswith("-") and len(word) > 1}
        assert asked <= known, f"{name}: parallax {' '.join(words)}"


def test_every_command_is_in_the_readme() -> None:
    group = typer.main.get_command(app)
    described = {words[0] for words in commands_of("README.md") if words}
    assert set(group.commands) <= described  # type: ignore[attr-defined]


def test_help_of_every_command_says_what_it_does() -> None:
    group = typer.main.get_command(app)
    for name in group.commands:  # type: ignore[attr-defined]
        result = CliRunner().invoke(group, [name, "--help"])
        assert result.exit_code == 0, name
        assert len(result.output) > 100, name

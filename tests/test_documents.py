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
FUNCTION = re.compile(r"`((?:collectors|dashboard|tests)/[\w/]+\.py):(\w+)`")
PATH = re.compile(r"`((?:collectors|dashboard|data|tests)/[\w/.-]*\w)/?`")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
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


@pytest.mark.parametrize("name", DOCUMENTS)
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

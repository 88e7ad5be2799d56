"""The recipes of CONTRIBUTING.md, carried out in a copy of the checkout as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("collectors", "dashboard", "data", "tests")
BLOCK = re.compile(r"^```\w+ (new|replace|check)(?:=(\S+))?\n(.*?)^```$", re.M | re.S)


class Step(NamedTuple):
    """A block of a recipe: a new file, an exchange of lines in a file, or a program that must run."""

    what: str
    path: str
    body: str


def recipes() -> dict[str, list[Step]]:
    """Title of a recipe -> its steps."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Recipes", 1)[1]
    parts = re.split(r"^### (.+)$", text, flags=re.M)[1:]
    return {
        title: [Step(*found) for found in BLOCK.findall(body)]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


RECIPES = recipes()


def test_there_are_five() -> None:
    assert len(RECIPES) == 5
    assert all(steps[-1].what == "check" and steps[0].what == "new" for steps in RECIPES.values())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_does_what_it_says(title: str, copy: Path) -> None:
    for step in RECIPES[title]:
        path = copy / step.path
        if step.what == "new":
            assert not path.exists(), "a recipe makes a new file"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.body, encoding="utf-8")
        elif step.what == "replace":
            before, after = (part.strip("\n") for part in step.body.split("\n---\n"))
            text = path.read_text(encoding="utf-8")
            assert text.count(before) == 1, before
            path.write_text(text.replace(before, after), encoding="utf-8")
        else:
            environment = os.environ | {"PYTHONPATH": str(copy)}
            command = [sys.executable, "-W", "ignore", "-c", step.body]
            run = subprocess.run(
                command, cwd=copy, env=environment, capture_output=True, text=True, timeout=300, check=False
            )
            assert run.returncode == 0, run.stderr

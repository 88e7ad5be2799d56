"""Asks which column of a table is what, where its names do not tell and somebody is there to answer.

Nothing is guessed: where standard input is no terminal, the reader's message shows the columns and the option that says
what they are. Answers are kept beside the table, where the next import finds them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import typer

from collectors.cli.console import say
from collectors.errors import ParallaxError
from collectors.sources.files.column_names import ColumnError, parsed_columns
from collectors.sources.files.table_files import columns_beside, save_columns
from collectors.sources.files.table_head import TableHead, table_heads

#: Fields that are asked for, in this order, with what each is.
_ASKED = {
    "title": "the headline",
    "text": "the text",
    "outlet": "the outlet",
    "published": "the day of publication",
    "url": "the web address",
}
_ORDERS = {"d": "dmy", "m": "mdy"}

Ask = Callable[[str], str]


def _prompt(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False, err=True))


def stated_columns_of(option: str | None) -> dict[str, str] | None:
    """The option --columns as field -> column; None where it is not given.

    Raises:
        ParallaxError: The option cannot be read.
    """
    if option is None:
        return None
    try:
        return parsed_columns(option)
    except ColumnError as error:
        raise ParallaxError(error.what, remedy=error.remedy) from error


def ask_for_columns(paths: Sequence[str], ask: Ask = _prompt, terminal: bool | None = None) -> None:
    """Ask about each table whose columns or dates are not clear, and keep the answers beside it.

    Args:
        paths: Files as the user named them; folders are left to the message of the import.
        ask: Shows a question and returns the answer.
        terminal: Whether somebody is there to answer; None to look at standard input.
    """
    if not (sys.stdin.isatty() if terminal is None else terminal):
        return
    for path in paths:
        if not Path(path).is_file() or columns_beside(path) is not None:
            continue
        head = next((head for head in table_heads(Path(path)) if _is_unclear(head)), None)
        answers = answers_about(path, head, ask) if head else {}
        if answers:
            _keep(path, answers)


def answers_about(path: str, head: TableHead, ask: Ask) -> Mapping[str, str]:
    """Show the head of a table and ask what its columns are.

    Args:
        path: The table, for the questions.
        head: Its head.
        ask: Shows a question and returns the answer.

    Returns:
        Field -> "#3" for the third column, with ":dmy" or ":mdy" where the order of its dates was asked for; empty
        where every answer was.
    """
    say(f"{path}: {head.problem or 'the order of day and month is not clear'}")
    for line in _shown(head):
        say(line)
    places = dict(head.guessed)
    if head.problem:
        places = {
            name: place for name, what in _ASKED.items() if (place := _place(ask, what, len(head.header))) is not None
        }
    columns = {name: f"#{place + 1}" for name, place in places.items()}
    when = places.get("published")
    if when is not None and when in head.unclear:
        date = head.unclear[when]
        answer = _one_of(ask, f"{date}: does the day (d) or the month (m) come first?", tuple(_ORDERS))
        if not answer:
            return {}
        columns["published"] += f":{_ORDERS[answer]}"
    return columns


def _is_unclear(head: TableHead) -> bool:
    return bool(head.header) and (bool(head.problem) or head.guessed.get("published") in head.unclear)


def _shown(head: TableHead) -> Iterator[str]:
    for place, name in enumerate(head.header):
        cells = " | ".join(row[place] for row in head.rows if place < len(row) and row[place])
        yield f"  {place + 1}. {name or '(without a name)'}: {cells[:160] or '(empty)'}"


def _place(ask: Ask, what: str, columns: int) -> int | None:
    numbers = tuple(str(number) for number in range(1, columns + 1))
    answer = _one_of(ask, f"which column is {what}? (1 to {columns}, empty for none)", numbers)
    return int(answer) - 1 if answer else None


def _one_of(ask: Ask, question: str, allowed: Sequence[str]) -> str:
    """Ask until the answer is allowed or empty."""
    while (answer := ask(question).strip().lower()) and answer not in allowed:
        say(f"answer {allowed[0]} to {allowed[-1]}, or nothing")
    return answer


def _keep(path: str, answers: Mapping[str, str]) -> None:
    try:
        say(f"the columns of {path} are kept in {save_columns(path, answers).name}")
    except OSError as error:
        listed = ",".join(f"{name}={column}" for name, column in answers.items())
        say(f"they could not be kept beside it ({error.strerror}): give --columns {listed}")

"""Time and memory of extraction on pages made to be slow: `python -m tests.benchmarks.bench_hostile [--shape NAME]`.

Each shape grows fourfold from 64 kB to 4 MB; a row gives the CPU seconds at each size. They must grow with the size or
end in an outcome (large: refused by a cap of `document`; slow: `extract_many` would stop it at its time limit). Each
shape runs in a process of its own, with the memory limit of a worker, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from collectors.model import Article, OutcomeKind, Page

SIZES = [65_536 * 4**k for k in range(4)]
TEXT = "The council voted on Tuesday to hold a ballot, and its chair said that people should decide for themselves. "
HEAD = "<html><head><title>Council calls ballot</title></head><body><article><h1>Council calls ballot</h1>"
SECONDS = 30.0  # a shape is not made larger after this


def around(middle: str) -> str:
    return f"{HEAD}{f'<p>{TEXT}</p>' * 6}{middle}</article></body></html>"


def repeated(unit: str) -> Callable[[int], str]:
    """A unit over and over; {n} in it counts."""
    if "{n}" in unit:
        return lambda size: around("".join(unit.replace("{n}", str(n)) for n in range(size // (len(unit) + 3))))
    return lambda size: around(unit * (size // len(unit)))


def in_head(unit: str) -> Callable[[int], str]:
    return lambda size: around("").replace("</head>", unit * (size // len(unit)) + "</head>")


def linked(middle: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: around("").replace(
        "</head>", f'<script type="application/ld+json">{middle(size)}</script></head>'
    )


SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": repeated(f"<p>{TEXT}</p>"),
    "short paragraphs": repeated("<p>a</p>"),
    "different paragraphs": repeated(f"<p>{{n}} {TEXT}{{n}}</p>"),
    "line breaks": repeated("and a line<br>"),
    "double line breaks": repeated(f"{TEXT}<br><br>"),
    "list items": repeated("<ul><li>an item of a list</li></ul>"),
    "one list": lambda size: around(f"<ul>{'<li>an item of a list</li>' * (size // 26)}</ul>"),
    "table cells": lambda size: around(f"<table>{'<tr><td>a cell<td>and one</tr>' * (size // 30)}</table>"),
    "nested tables": repeated("<table><tr><td>cell"),
    "nested divs": repeated("<div>"),
    "nested inline": repeated("<b><i>"),
    "divs 200 deep": lambda size: around(("<div>" * 200 + TEXT + "</div>" * 200) * (size // 2_300)),
    "text beside divs": repeated(f"{TEXT}<div>x</div>"),
    "spans in a paragraph": lambda size: around(f"<p>{'<span>a word</span> ' * (size // 20)}</p>"),
    "links": repeated('<a href="/x">a link</a> '),
    "class names": repeated('<p class="c{n} d{n}">' + TEXT + "</p>"),
    "long class name": lambda size: around(f'<p class="{"ad-" * (size // 3)}">{TEXT}</p>'),
    "attributes": lambda size: around(f"<p {' '.join(f'a{n}=1' for n in range(size // 8))}>{TEXT}</p>"),
    "attributes of many": repeated("<p " + " ".join(f"a{n}=1" for n in range(200)) + ">x</p>"),
    "headings": repeated("<h1>Council calls ballot</h1>"),
    "bylines": repeated('<div class="byline">By nobody at all</div>'),
    "times": repeated("<time>yesterday</time>"),
    "scripts": repeated("<script>var a = 1;</script>"),
    "a script of strings": lambda size: "<html><body><script>" + '"<p>" + ' * (size // 8) + "</script></body></html>",
    "comments": repeated("<!-- x -->"),
    "entities": repeated("&amp;&lt;p&gt; "),
    "open tags": repeated("<a href="),
    "brackets": repeated("<"),
    "spaces": repeated(" \n"),
    "one word": repeated("a"),
    "no spaces, Chinese": repeated("投票"),
    "metas": in_head('<meta name="author" content="Ines Calloway">'),
    "one meta": lambda size: around("").replace(
        "</head>", f'<meta name="author" content="{"A B, " * (size // 5)}"></head>'
    ),
    "title": lambda size: around("").replace("<title>", "<title>" + "x | " * (size // 4)),
    "JSON-LD objects": linked(lambda size: "[" + ",".join(['{"@type":"NewsArticle"}'] * (size // 24)) + "]"),
    "JSON-LD authors": linked(
        lambda size: '{"@type":"NewsArticle","author":[' + ",".join(['{"name":"A B"}'] * (size // 15)) + "]}"
    ),
    "JSON-LD nested": linked(lambda size: "[" * size),
    "JSON-LD broken": linked(lambda size: '{"a":"b",' * (size // 9)),
    "JSON-LD of markup": linked(
        lambda size: f'{{"@type":"NewsArticle","articleBody":"{"<p>x</p>&amp;" * (size // 13)}"}}'
    ),
}


def measure(name: str, pipe: Connection) -> None:
    """Send (size, seconds, outcome) for each size, then the peak memory in MB."""
    from collectors.extract import extract
    from collectors.extract.extraction_pool import MAX_MEMORY

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    extract(Page("p", "https://a.example/x", around("").encode()))  # imports
    for size in SIZES:
        body = SHAPES[name](size).encode()
        started = time.process_time()
        found = extract(Page("p", "https://a.example/x", body))
        spent = time.process_time() - started
        outcome = str(found.grade) if isinstance(found, Article) else str(found.kind)
        pipe.send((size, spent, outcome))
        if spent > SECONDS or outcome == OutcomeKind.TOO_LARGE:
            break
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def run(name: str) -> None:
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, there))
    process.start()
    there.close()
    cells: list[str] = []
    memory = "died"
    try:
        while isinstance(message := here.recv(), tuple):
            _, spent, outcome = message
            cells.append("large" if outcome == OutcomeKind.TOO_LARGE else f"{spent:.2f}")
        memory = f"{message} MB"
    except EOFError:
        pass
    process.join()
    print(name.ljust(22), *(c.rjust(7) for c in cells), " ", memory, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shape", action="append", choices=sorted(SHAPES))
    options = parser.parse_args()
    print("kB".ljust(22), *(str(size // 1024).rjust(7) for size in SIZES), "  peak")
    for name in options.shape or SHAPES:
        run(name)


if __name__ == "__main__":
    main()

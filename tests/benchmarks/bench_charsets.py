"""Encodings of re-encoded real pages, ours beside charset-normalizer: `python -m tests.benchmarks.bench_charsets PAGES`.

PAGES are `.jsonl.gz` files of pages (`{"id", "html"}`). Each page in a language that an encoding serves, and three
small pages made of parts of it, are encoded, once with the encoding declared and once without; right is a page whose
letters all come back. Needs charset-normalizer, which comes with requests.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from collectors.extract.decode import decode

#: Label -> Python's codec, and the script or language of the pages that it is tried on.
ENCODINGS = {
    "gb2312": ("gb2312", "han"), "big5": ("big5", "han"), "euc-jp": ("euc_jp", "kana"),
    "shift_jis": ("shift_jis", "kana"), "euc-kr": ("euc_kr", "hangul"), "windows-1251": ("cp1251", "cyrillic"), "koi8-r": ("koi8_r", "cyrillic"),
    "koi8-u": ("koi8_u", "cyrillic"), "iso-8859-5": ("iso8859_5", "cyrillic"), "iso-8859-6": ("iso8859_6", "arabic"),
    "windows-1256": ("cp1256", "arabic"), "iso-8859-7": ("iso8859_7", "greek"), "iso-8859-9": ("iso8859_9", "tr"),
    "iso-8859-2": ("iso8859_2", "pl"), "windows-1250": ("cp1250", "pl"), "iso-8859-1": ("latin_1", "west"),
    "windows-1252": ("cp1252", "west"),
}  # fmt: skip
_SCRIPTS = {
    "kana": "\u3040-\u30ff", "hangul": "\uac00-\ud7af", "han": "\u4e00-\u9fff", "cyrillic": "\u0400-\u04ff",
    "arabic": "\u0600-\u06ff", "greek": "\u0370-\u03ff",
}  # fmt: skip
_WEST = frozenset(("de", "fr", "es", "it", "pt"))
_META = re.compile(r"<meta[^>]*charset[^>]*>", re.I)
_HIDDEN = re.compile(r"<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^>]*>", re.S | re.I)
#: Western pages of one file that are used: there are hundreds.
_ENOUGH = 30


def kind_of(html: str) -> str:
    """The script of a page, or for Latin ones "tr", "pl", "west" or "" by the language that it states."""
    text = _HIDDEN.sub(" ", html)
    for name, letters in _SCRIPTS.items():
        if len(re.findall(f"[{letters}]", text)) > 150:
            return name
    stated = re.search(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})", html[:5_000])
    language = stated.group(1).lower() if stated else ""
    return "west" if language in _WEST else {"tr": "tr", "pl": "pl", "hu": "pl"}.get(language, "")


def variants(html: str) -> Iterator[str]:
    """The page, and small ones of parts of its text."""
    yield html
    parts = [p.strip() for p in _HIDDEN.sub("\n", html).split("\n") if len(p.strip()) > 60]
    for some in (parts[::2][:6], parts[1::2][:6], [max(parts, key=len, default="")[:400]]):
        if any(some):
            body = "".join(f"<p>{p}</p>" for p in some)
            yield f"<html><head><title>page</title></head><body>{body}</body></html>"


def cases(pages: dict[str, list[str]]) -> Iterator[tuple[str, bool, bytes, str]]:
    """(label, declared, bytes, text) of each page in each of its encodings."""
    for label, (codec, kind) in ENCODINGS.items():
        for page in pages.get(kind, ()):
            for plain in variants(_META.sub("", page)):
                for declared in (True, False):
                    mark = f'<meta charset="{label}">' if declared else ""
                    html = plain.replace("<head>", f"<head>{mark}", 1) if "<head>" in plain else mark + plain
                    body = html.encode(codec, "ignore")
                    if not body.isascii():
                        yield label, declared, body, body.decode(codec)


def letters_of(text: str) -> str:
    return re.sub(r"[^\w]+", "", unicodedata.normalize("NFC", text))


def best_guess(body: bytes) -> str:
    """What charset-normalizer makes of bytes."""
    found = from_bytes(body).best()
    return str(found) if found else body.decode("cp1252", "replace")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("files", type=Path, nargs="+")
    pages: dict[str, list[str]] = {}
    for file in parser.parse_args().files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                html = json.loads(line).get("html") or ""
                kind = kind_of(html)
                if kind and len(pages.setdefault(kind, [])) < _ENOUGH:
                    pages[kind].append(html)
    readers: tuple[tuple[str, Callable[[bytes], str]], ...] = (
        ("parallax", lambda body: decode(body).text),
        ("charset-normalizer", best_guess),
    )
    for name, reader in readers:
        right: Counter[bool] = Counter()
        number: Counter[bool] = Counter()
        begun = time.process_time()
        for _, declared, body, text in cases(pages):
            number[declared] += 1
            right[declared] += letters_of(reader(body)) == letters_of(text)
        told = ", ".join(f"{'declared' if d else 'undeclared'} {right[d]} of {number[d]}" for d in (True, False))
        print(f"{name}: {told}; {time.process_time() - begun:.1f} s")


if __name__ == "__main__":
    main()

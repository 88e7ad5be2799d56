"""The targets: a parser of outside input, and sound inputs to begin with. What a target raises is a fault."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from collectors.errors import ParallaxError
from collectors.sources.source_protocol import Response

NOW = datetime(2022, 10, 20, tzinfo=UTC)
SEEDS = Path(__file__).parent / "seeds"


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """One parser. `run` takes bytes and returns whatever; `seeds` are sound inputs."""

    name: str
    run: Callable[[bytes], object]
    seeds: Sequence[bytes]

    def kept(self) -> list[bytes]:
        """Cases that were found once, and seeds that are kept as files."""
        return [path.read_bytes() for path in sorted((SEEDS / self.name).glob("*"))]


def _response(body: bytes) -> Response:
    return Response("https://courier.example/rss", 200, {"Content-Type": "text/xml"}, body, "2022-10-01T12:00:00+00:00")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


# --- sources


def _feed(data: bytes) -> object:
    from collectors.sources.feed_formats import parse_feed  # noqa: PLC0415  each target loads its own

    return parse_feed(_response(data))


def _sitemap(data: bytes) -> object:
    from collectors.sources.sitemap_formats import days_in_name, parse_sitemap  # noqa: PLC0415

    return parse_sitemap(_response(data)), days_in_name(_text(data[:300]))


def _cdx(data: bytes) -> object:
    from collectors.sources.cdx import parse_index  # noqa: PLC0415

    return parse_index(_response(data))


def _gdelt(data: bytes) -> object:
    from collectors.sources.gdelt import parse_answer  # noqa: PLC0415

    return parse_answer(_response(data))


def _addresses(data: bytes) -> object:
    from collectors.sources.article_addresses import article_like, plain_address, same_article  # noqa: PLC0415
    from collectors.sources.outlet_resolution import host_of, same_page  # noqa: PLC0415
    from collectors.sources.web_markup import absolute  # noqa: PLC0415

    text = _text(data[:2_000])
    return [
        same_article(text),
        plain_address(text),
        article_like(text),
        host_of(text),
        same_page(text),
        absolute(text, text),
    ]


def _times(data: bytes) -> object:
    from collectors.extract.date_claims import url_day  # noqa: PLC0415
    from collectors.sources.source_times import iso_time, moment_of  # noqa: PLC0415
    from collectors.support.written_dates import parse_moment  # noqa: PLC0415

    text = _text(data[:500])
    return iso_time(text), moment_of(text), parse_moment(text), url_day(text)


# --- files


def file_target(suffix: str) -> Callable[[bytes], object]:
    """Return a target that imports its input as a file of this suffix; a guard that catches anything is a fault."""

    def read_one(data: bytes) -> object:
        from tempfile import TemporaryDirectory  # noqa: PLC0415

        from collectors.sources.files import read  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            path = Path(folder) / f"in.{suffix}"
            path.write_bytes(data)
            found = list(read(str(path), now=NOW))
        for item in found:  # a guard that had to catch something is a fault, too
            remedy = getattr(item.item, "remedy", "")
            if "please report" in remedy:
                raise AssertionError(item.item)
        return found

    return read_one


def _cut(data: bytes) -> object:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from collectors.custody.warc_records import cut_records  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(data)
        try:
            return cut_records(path, lambda url: "2" in url)
        except ParallaxError:
            return None


# --- pages and texts


def _page(data: bytes) -> object:
    from collectors.extract.page_article import extract  # noqa: PLC0415
    from collectors.model import Page  # noqa: PLC0415

    return extract(Page("p", "https://courier.example/2022/09/23/a", data, "text/html", None))


def _decode(data: bytes) -> object:
    from collectors.extract.decode import NotText, decode  # noqa: PLC0415

    try:
        return decode(data, "text/html; charset=" + _text(data[:12]))
    except NotText:
        return None


def _measures(data: bytes) -> object:
    from collectors.metrics import measure  # noqa: PLC0415
    from tests.support.made_values import EVENT, article  # noqa: PLC0415

    text = _text(data[:6_000]).replace("\x00", "")
    language = ("en", "uk", "de", "zz", None)[len(text) % 5]
    found = measure(article(1, text=text, title=text[:80] or None, language=language), EVENT, {}, {})
    for mention in found.mentions:
        assert mention.span.start <= mention.span.end
    return found


# --- declarations, published files, the server


def _event(data: bytes) -> object:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from collectors.config.event_files import read_event  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = Path(folder) / "river-vote.toml"
        path.write_bytes(data)
        return read_event(path)


def _pattern(data: bytes) -> object:
    from collectors.config.event_patterns import faults  # noqa: PLC0415
    from collectors.metrics.pattern_needles import needles  # noqa: PLC0415

    pattern = _text(data[:200])
    return faults(pattern), needles(pattern)


def _published(data: bytes) -> object:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from collectors.custody.integrity import check_dataset  # noqa: PLC0415
    from collectors.custody.manifest import NAME, read_manifest  # noqa: PLC0415
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415

    with TemporaryDirectory() as made:
        home = Path(made)
        folder = home / "datasets" / "0123456789ab"
        folder.mkdir(parents=True)
        (folder / "meta.json").write_bytes(data)
        (folder / NAME).write_bytes(data)
        found: list[object] = list(check_dataset(folder))
        for read in (lambda: open_dataset(home, "0123456789ab"), lambda: read_manifest(folder)):
            try:
                found.append(read())
            except ParallaxError as error:
                found.append(error)
        return found


def _link(data: bytes) -> object:
    from urllib.parse import parse_qsl  # noqa: PLC0415

    from dashboard.blind_reading import hidden_address, revealed_address  # noqa: PLC0415
    from dashboard.cited_link import missing_choices, missing_event, missing_version  # noqa: PLC0415
    from dashboard.guard import host_name, policy  # noqa: PLC0415
    from dashboard.selection import SelectionChoices, parse  # noqa: PLC0415

    text = _text(data[:1_000])
    query = revealed_address(dict(parse_qsl(text)))
    choices = SelectionChoices({"vote": "The vote"}, {"blaze": "Blaze"}, {"before": "Before"}, {"en": "English"})
    chosen = parse(query, "v", "vote", choices)
    return [
        chosen.link("naming", **{k: v for k, v in query.items() if k}), hidden_address(query), host_name(text), policy(text, text),
        missing_version(query, ["v"], query), missing_event(query, {"vote": "The vote"}), missing_choices(query, choices),
    ]  # fmt: skip


def _csv_cell(data: bytes) -> object:
    from collectors.export.csv_cells import cell, csv_bytes, plain_text, safe_text  # noqa: PLC0415

    text = _text(data[:500])
    assert plain_text(safe_text(text)) == plain_text(safe_text(plain_text(safe_text(text))))
    return cell(text), csv_bytes(["a"], [{"a": text}])


# --- seeds

_RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Courier</title><item><title>Sham vote</title>
<link>https://courier.example/2022/09/23/sham-vote-opens-12345</link><pubDate>Fri, 23 Sep 2022 08:00:00 +0300</pubDate>
<description><![CDATA[<p>Polls &amp; boxes</p>]]></description></item></channel></rss>"""
_ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A &lt;b&gt;vote&lt;/b&gt;</title><link href="/a/1"/>
<updated>2022-09-23T08:00:00Z</updated></entry></feed>"""
_JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://a.example/1", "date_published": "2022-09-23"}]}'
_SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://courier.example/news/2022/09/23/vote</loc><lastmod>2022-09-23</lastmod><news:news><news:title>Vote</news:title>
<news:publication_date>2022-09-23T08:00:00Z</news:publication_date></news:news></url></urlset>"""
_CDX = b"""[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
["example,courier)/1","20220923080000","https://courier.example/1","text/html","200","ABC","1234"]]"""
_CDXJ = (
    b'example,courier)/1 20220923080000 {"url": "https://courier.example/1", "mime": "text/html", "status": "200"}\n'
)
_GDELT = b'{"articles": [{"url": "https://courier.example/1", "title": "Vote", "seendate": "20220923T080000Z", "language": "English", "sourcecountry": "Ukraine"}]}'
_ROW = json.dumps({"id": "1", "url": "https://courier.example/1", "outlet": "courier", "title": "Vote", "authors": ["A"],
                   "published": "2022-09-23T08:00:00+03:00", "language": "en", "text": "KYIV. Polls opened. \u201cNo,\u201d he said."})  # fmt: skip
_CSV = (
    'title,text,outlet,published,url\nVote,"Polls opened.\nNo, he said.",courier,2022-09-23,https://courier.example/1\n'
)
_HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sham vote opens | Courier</title>
<meta property="og:title" content="Sham vote opens"><meta property="article:published_time" content="2022-09-23T08:00:00Z">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Sham vote","author":{"name":"Ann Lee"},"datePublished":"2022-09-23"}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Sham vote opens</h1><p>By Ann Lee</p>""" + "".join(
    f"<p>Paragraph {n} tells that officials opened polling stations on Friday, \u201ca sham,\u201d said Olena Tarasiuk, a spokeswoman.</p>"
    for n in range(12)
) + "</article><footer>Contact</footer></body></html>"  # fmt: skip
_EVENT = """title = "The river vote"
start = 2022-09-20
end = 2022-10-12
phases = [{ id = "before", title = "Before", start = 2022-09-20, end = 2022-09-22 }]
[terms]
en = ["vote*", "referendum*"]
[sides]
kyiv = "Kyiv"
[roles]
official = "Officials"
[[actors]]
id = "olena-tarasiuk"
name = "Olena Tarasiuk"
aliases = ["Tarasiuk"]
side = "kyiv"
role = "official"
[[concepts]]
id = "vote"
title = "The vote"
[[concepts.variants]]
id = "sham"
label = "sham vote"
patterns.en = ['''\\bsham(?: \\w+){0,2} votes?\\b''']
"""


def warc_seed() -> bytes:
    """Three records, each a gzip member."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number in range(3):
        body = _HTML.encode()
        told = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        url = f"https://courier.example/{number}"
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), len(body), http_headers=told))
    return out.getvalue()


def _meta() -> bytes:
    from collectors.dataset.checksums import sealed  # noqa: PLC0415

    files = {"articles.parquet": {"bytes": 10, "sha256": "0" * 64}}
    told = {
        "dataset_version": "0123456789ab",
        "method_version": "m",
        "schema": 1,
        "counts": {"articles": 1},
        "label": None,
    }
    return json.dumps(sealed(told | {"files": files})).encode()


_TEXTS = [
    _ROW.encode(),
    "Президент заявив: «Це фіктивний референдум», — і додав, що голосування незаконне.\n\nТак сказав він.".encode(),
    "„Das ist ein Scheinreferendum“, sagte Olena Tarasiuk. Sie fügte hinzu, niemand werde es anerkennen.".encode(),
    (
        "“Nobody will recognise this vote,” said Olena Tarasiuk, a spokeswoman. She added that it was a sham.\n\n" * 4
    ).encode(),
]


def targets() -> list[FuzzTarget]:
    """Every target, in the order of their names."""
    warc = warc_seed()
    return [
        FuzzTarget("addresses", _addresses, [b"https://www.courier.example:443/2022/09/23/a-b-c?utm_source=x&id=5#top", b"//a/b"]),
        FuzzTarget("cdx", _cdx, [_CDX, _CDXJ, gzip.compress(_CDX)]),
        FuzzTarget("csv_cell", _csv_cell, [b"=1+1", b"plain", "«text»".encode(), b"+49 30", b"'=x"]),
        FuzzTarget("decode", _decode, [_HTML.encode(), _HTML.encode("utf-16"), _TEXTS[1].decode().encode("cp1251", "replace"), gzip.compress(_HTML.encode())]),
        FuzzTarget("event", _event, [_EVENT.encode()]),
        FuzzTarget("feed", _feed, [_RSS, _ATOM, _JSON_FEED, gzip.compress(_RSS)]),
        FuzzTarget("file_csv", file_target("csv"), [_CSV.encode(), _CSV.replace(",", ";").encode("utf-16"), gzip.compress(_CSV.encode())]),
        FuzzTarget("file_html", file_target("html"), [_HTML.encode()]),
        FuzzTarget("file_jsonl", file_target("jsonl"), [_ROW.encode() * 1 + b"\n" + _ROW.encode(), json.dumps({"id": "p", "html": _HTML}).encode()]),
        FuzzTarget("file_text", file_target("txt"), [_TEXTS[3], b"# Title\n\nText of it.", b"https://a.example/1\nhttps://a.example/2\n"]),
        FuzzTarget("file_warc", file_target("warc"), [warc, gzip.decompress(warc[: len(warc)])]),
        FuzzTarget("gdelt", _gdelt, [_GDELT]),
        FuzzTarget("link", _link, [b"v=v&event=vote&outlets=blaze,~AAAA&phase=before&blind=1&page=2&self=1", b"parallax.example.org:443"]),
        FuzzTarget("measures", _measures, _TEXTS),
        FuzzTarget("page", _page, [_HTML.encode(), _HTML.encode("utf-16")]),
        FuzzTarget("pattern", _pattern, [rb"\bsham(?:\s\w+){0,2}\svotes?\b", rb"(?i:a|b)[^c]{1,3}(?=x)", rb"(?:[a-z]{1,9}-?){0,20}!"]),
        FuzzTarget("published", _published, [_meta()]),
        FuzzTarget("sitemap", _sitemap, [_SITEMAP, gzip.compress(_SITEMAP), b"https://courier.example/1\nhttps://courier.example/2\n"]),
        FuzzTarget("times", _times, [b"2022-09-23T08:00:00+03:00", b"Fri, 23 Sep 2022 08:00:00 GMT", b"23. September 2022", b"/2022/09/23/a"]),
        FuzzTarget("warc_cut", _cut, [warc]),
    ]  # fmt: skip


def seeded(target: FuzzTarget) -> list[bytes]:
    """All sound inputs of a target."""
    return [*target.seeds, *target.kept()]


def chance_of(name: str, seed: int) -> random.Random:
    """The chance of a target: the same every time for one seed."""
    return random.Random(f"{name} {seed}")

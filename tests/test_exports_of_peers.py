"""Answers of APIs, outputs of other collectors, posts and bibliographies, in the shapes that they have."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from collectors.model import Article, Grade
from tests.support.made_files import articles, failures, items

TEXT = "Officials said on Tuesday that the vote would be held. The council called it a farce."
URL = "https://www.example.org/2022/09/21/vote"
TITLE = "Council rejects vote"
HTML = "<p>Officials said on Tuesday that the vote would be held.</p><p>The council <em>called</em> it a farce.</p>"
PARAGRAPHS = "Officials said on Tuesday that the vote would be held.\n\nThe council called it a farce."

GUARDIAN = {
    "id": "world/2022/sep/21/vote", "type": "article", "sectionName": "World news", "pillarName": "Opinion",
    "webPublicationDate": "2022-09-21T08:00:00Z", "webTitle": TITLE, "webUrl": URL,
    "fields": {"body": HTML, "bodyText": "x", "byline": "Ann Baker and Tom Carter", "headline": TITLE, "wordcount": "16"},
}  # fmt: skip
NYT = {
    "abstract": "Abstract.", "web_url": URL, "snippet": "s", "lead_paragraph": TEXT, "source": "The New York Times",
    "headline": {"main": TITLE}, "pub_date": "2022-09-21T08:00:00+0000", "byline": {"original": "By Ann Baker"},
    "_id": "nyt://article/1", "section_name": "World", "word_count": 900,
}  # fmt: skip
NEWSAPI = {
    "source": {"id": "cnn", "name": "CNN"}, "author": "Ann Baker", "title": TITLE, "description": "d", "url": URL,
    "urlToImage": None, "publishedAt": "2022-09-21T08:00:00Z", "content": TEXT + "… [+2031 chars]",
}  # fmt: skip
EVENT_REGISTRY = {
    "uri": "77", "lang": "eng", "isDuplicate": False, "date": "2022-09-21", "dateTime": "2022-09-21T08:00:00Z",
    "url": URL, "title": TITLE, "body": TEXT, "source": {"uri": "example.org", "title": "Example"},
    "authors": [{"name": "Ann Baker"}],
}  # fmt: skip
NEWS_PLEASE = {
    "authors": ["Ann Baker"], "date_download": "2022-09-22 10:00:00", "date_modify": None, "date_publish": "2022-09-21 08:00:00",
    "description": "d", "filename": "x", "language": "en", "source_domain": "www.example.org", "title": TITLE, "url": URL, "maintext": TEXT,
}  # fmt: skip
FUNDUS = {
    "title": TITLE, "authors": ["Ann Baker"], "publishing_date": "2022-09-21 08:00:00+00:00", "free_access": True,
    "body": {"summary": ["A summary."], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
    "html": {"requested_url": URL, "responded_url": URL, "crawl_date": "2022-09-22", "source_info": {"publisher": "Example"}},
}  # fmt: skip
TRAFILATURA = {
    "title": TITLE, "author": "Ann Baker; Tom Carter", "hostname": "example.org", "date": "2022-09-21", "fingerprint": "f",
    "id": None, "raw_text": "r", "text": TEXT, "language": "en", "source": URL, "source-hostname": "Example", "excerpt": "e",
}  # fmt: skip
NEWSPAPER = {
    "url": URL, "title": TITLE, "text": TEXT, "authors": ["Ann Baker"], "publish_date": "2022-09-21T08:00:00",
    "top_image": "x", "meta_keywords": [], "movies": [], "meta_lang": "en", "meta_site_name": "Example",
}  # fmt: skip


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


ANSWERS: dict[str, tuple[object, str, str]] = {
    "guardian": ({"response": {"status": "ok", "results": [GUARDIAN, GUARDIAN | {"id": "b"}]}}, "The Guardian", "full"),
    "guardian item": ({"response": {"status": "ok", "content": GUARDIAN}}, "The Guardian", "full"),
    "nyt": ({"status": "OK", "response": {"docs": [NYT]}}, "The New York Times", "headline_and_lead"),
    "newsapi": ({"status": "ok", "totalResults": 1, "articles": [NEWSAPI]}, "CNN", "excerpt"),
    "event registry": ({"articles": {"results": [EVENT_REGISTRY]}}, "Example", "full"),
    "event registry by uri": ({"77": {"info": EVENT_REGISTRY}}, "Example", "full"),
    "news-please": (NEWS_PLEASE, "www.example.org", "full"),
    "fundus": ([FUNDUS], "Example", "full"),
    "trafilatura": (TRAFILATURA, "Example", "full"),
    "newspaper": (NEWSPAPER, "Example", "full"),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("pretty", [False, True], ids=["one line", "many lines"])
def test_an_answer_is_read_as_what_it_is(put: Callable[[str, bytes], str], name: str, *, pretty: bool) -> None:
    value, outlet, extent = ANSWERS[name]
    found = items(put("answer.json", json.dumps(value, indent=2 if pretty else None).encode()))
    assert not failures(found)
    first = articles(found)[0]
    assert (first.title, first.url, first.outlet) == (TITLE, URL, outlet)
    assert first.sources.get("extent", "full") == extent
    assert first.grade is Grade.GOOD
    assert first.published is not None
    assert first.published.startswith("2022-09-21")
    assert " ".join(first.text.split()) == TEXT
    assert first.authors[:1] == ("Ann Baker",)


@pytest.mark.parametrize("record", [GUARDIAN, NYT, EVENT_REGISTRY, NEWS_PLEASE, FUNDUS, TRAFILATURA, NEWSPAPER])
def test_records_one_a_line_and_in_a_list(put: Callable[[str, bytes], str], record: dict[str, object]) -> None:
    others = [record | {"title": f"{TITLE} {n}", "webTitle": f"{TITLE} {n}"} for n in range(3)]
    for name, data in (("a.jsonl", lines(*others)), ("a.json", json.dumps(others).encode())):
        assert len(articles(items(put(name, data)))) == 3


def test_a_record_that_is_none_costs_itself(put: Callable[[str, bytes], str]) -> None:
    found = items(put("a.jsonl", lines(NEWS_PLEASE, NEWS_PLEASE | {"maintext": None, "url": None}, 7, NEWS_PLEASE)))
    assert len(articles(found)) == 2


def test_what_the_guardian_states(put: Callable[[str, bytes], str]) -> None:
    (article,) = articles(items(put("a.json", json.dumps({"response": {"results": [GUARDIAN]}}).encode())))
    assert article.text == PARAGRAPHS
    assert article.type == "opinion"
    assert article.authors == ("Ann Baker", "Tom Carter")
    assert article.sources["words"] == "16"


def only_addresses(found: list[object], count: int) -> None:
    assert not articles(found)  # type: ignore[arg-type]
    (failure,) = failures(found)  # type: ignore[arg-type]
    assert f"{count} address" in failure.detail
    assert "parallax collect --event ID --urls" in failure.remedy


GKG = "20220921080000-12\t20220921080000\t1\texample.org\thttps://www.example.org/a\t" + "\t".join("x" * 20) + "\n"
ADDRESSES = {
    "media cloud": ("m.csv", b"id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
                    b"a,2022-09-22,en,example.org,example.org,2022-09-21,T," + URL.encode() + b"\n", 1),
    "media cloud, older": ("m.csv", b"stories_id,publish_date,title,url,media_id,media_name\n1,2022-09-21 08:00:00,T,"
                           + URL.encode() + b",2,Example\n", 1),
    "gdelt doc": ("g.json", json.dumps({"articles": [{"url": URL, "title": "T", "seendate": "20220921T080000Z",
                                                     "domain": "example.org", "language": "English"}]}).encode(), 1),
    "gdelt gkg": ("g.csv", (GKG * 3).encode(), 3),
    "guardian without texts": ("g.json", json.dumps({"response": {"results": [{k: GUARDIAN[k] for k in
                               ("id", "webTitle", "webUrl", "webPublicationDate")}]}}).encode(), 1),
    "ris": ("z.ris", f"TY  - NEWS\nTI  - {TITLE}\nAU  - Baker, Ann\nT2  - Example\nDA  - 2022/09/21\nUR  - {URL}\nAB  - abs\nER  - \n".encode(), 1),
    "zotero": ("z.csv", f'"Key","Item Type","Publication Year","Author","Title","Publication Title","Url","Abstract Note","Date"\n'
               f'"A","newspaperArticle","2022","Baker, A.","{TITLE}","Example","{URL}","abs","2022-09-21"\n'.encode(), 1),
    "csl": ("c.json", json.dumps([{"id": "a", "type": "article-newspaper", "title": TITLE, "URL": URL, "container-title":
            "Example", "issued": {"date-parts": [[2022, 9, 21]]}}]).encode(), 1),
    "bibtex": ("b.bib", f"@article{{baker2022,\n  title = {{Council {{R}}ejects}},\n  journal = {{Example}},\n  year = 2022,\n"
               f"  month = sep,\n  url = {{{URL}}}\n}}\n\n@online{{x, title=\"T\", url=\"{URL}2\", date={{2022-09-21}}}}\n".encode(), 2),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_holds_addresses_only_goes_to_the_collector(put: Callable[[str, bytes], str], name: str) -> None:
    file, data, count = ADDRESSES[name]
    only_addresses(list(items(put(file, data))), count)


def test_an_entry_without_an_address_gives_its_abstract(put: Callable[[str, bytes], str]) -> None:
    """ProQuest's RIS leads behind a log-in; an abstract is no text."""
    data = f"TY  - NEWS\nT1  - {TITLE}\nA1  - Baker, Ann\nJF  - Example\nY1  - 2022/09/21/\nN2  - {TEXT}\nUR  - https://www.proquest.com/docview/1\nER  - \n"
    (article,) = articles(items(put("p.ris", data.encode())))
    assert (article.title, article.outlet, article.published) == (TITLE, "Example", "2022-09-21")
    assert article.sources["extent"] == "abstract"
    (failure,) = failures(items(put("q.ris", b"TY  - NEWS\nTI  - T\nER  - \n")))
    assert "neither an address nor an abstract" in failure.detail


# --- posts

TELEGRAM = {
    "name": "River Channel", "type": "public_channel", "id": 9, "messages": [
        {"id": 1, "type": "service", "date": "2022-09-21T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2022-09-21T10:00:00", "date_unixtime": "1663747200", "from": "River Channel",
         "text": ["Polls open. ", {"type": "bold", "text": "Today"}, "."], "text_entities": []},
        {"id": 3, "type": "message", "date": "2022-09-21T11:00:00", "text": ""},
    ],
}  # fmt: skip
STATUS = {
    "id": "1", "created_at": "2022-09-21T08:00:00.000Z", "content": "<p>Polls open today.</p>", "visibility": "public",
    "account": {"acct": "courier@example.org", "display_name": "Courier"}, "url": URL, "uri": URL, "language": "en",
    "spoiler_text": "", "reblog": None,
}  # fmt: skip
ZEESCHUIMER = {
    "nav_index": "1:0", "item_id": "5", "timestamp_collected": 1663833600000, "source_platform": "tiktok.com",
    "source_url": "https://www.tiktok.com/", "data": {"id": "5", "desc": "Polls open today.", "createTime": 1663747200,
                                                     "author": {"uniqueId": "courier"}},
}  # fmt: skip
FOUR_CAT = {
    "id": "5",
    "thread_id": "5",
    "body": "Polls open today.",
    "timestamp": "2022-09-21 08:00:00",
    "author": "courier",
    "subject": "",
}


def post(put: Callable[[str, bytes], str], name: str, data: bytes) -> Article:
    (article,) = articles(items(put(name, data)))
    assert article.type == "post"
    assert article.published is not None
    assert article.published.startswith("2022-09-21T08:00:00")
    return article


def test_posts_are_marked_as_posts(put: Callable[[str, bytes], str]) -> None:
    telegram = post(put, "result.json", json.dumps(TELEGRAM, indent=1).encode())
    assert (telegram.text, telegram.outlet) == ("Polls open. Today.", "River Channel")
    account = {"about": "x", "chats": {"about": "y", "list": [TELEGRAM]}}
    assert post(put, "result.json", json.dumps(account).encode()).id == telegram.id
    mastodon = post(put, "statuses.json", json.dumps([STATUS, STATUS | {"reblog": STATUS}]).encode())
    assert (mastodon.text, mastodon.outlet, mastodon.url) == ("Polls open today.", "@courier@example.org", URL)
    note = {
        "type": "Note",
        "id": URL,
        "content": STATUS["content"],
        "published": "2022-09-21T08:00:00Z",
        "attributedTo": "https://a.example/u",
    }
    outbox = {
        "@context": "x",
        "type": "OrderedCollection",
        "orderedItems": [{"type": "Create", "actor": "https://a.example/u", "object": note}],
    }
    assert post(put, "outbox.json", json.dumps(outbox).encode()).text == mastodon.text
    captured = post(put, "z.ndjson", lines(ZEESCHUIMER, ZEESCHUIMER | {"data": {}}))
    assert (captured.outlet, captured.text) == ("@courier (tiktok)", "Polls open today.")
    assert post(put, "4cat.ndjson", lines(FOUR_CAT)).outlet == "@courier"


# --- XML

XML = (
    f'<doc sitename="Example" title="{TITLE}" author="Ann Baker" date="2022-09-21" url="{URL}" fingerprint="x"><main>'
    "<p>Officials said on Tuesday that the vote would be held.</p><p>The council <hi>called</hi> it a farce.</p></main></doc>"
)
TEI = (
    f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{TITLE}</title><author>Ann Baker</author>'
    '</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><bibl>Example, 2022-09-21</bibl><bibl type="sigle">x</bibl>'
    f'<biblFull><publicationStmt><publisher>Example</publisher><ptr type="URL" target="{URL}"/><date>2022-09-21</date>'
    "</publicationStmt></biblFull></sourceDesc></fileDesc></teiHeader><text><body><div type='entry'><p>Officials said on Tuesday "
    "that the vote would be held.</p><p>The council called it a farce.</p></div></body></text></TEI>"
)


@pytest.mark.parametrize(
    "xml", [XML, TEI, '<?xml version="1.0" encoding="UTF-8"?>\n' + TEI], ids=["trafilatura", "tei", "tei declared"]
)
def test_xml_of_extractors(put: Callable[[str, bytes], str], xml: str) -> None:
    (article,) = articles(items(put("a.xml", xml.encode())))
    assert (article.title, article.outlet, article.published, article.url) == (TITLE, "Example", "2022-09-21", URL)
    assert article.text == PARAGRAPHS
    assert article.authors == ("Ann Baker",)


def test_a_bomb_of_entities_is_not_expanded(put: Callable[[str, bytes], str]) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + XML.replace("farce", "&b;")
    (article,) = articles(items(put("a.xml", bomb.encode())))
    assert "aaaa" not in article.text


def test_unknown_xml_says_what_to_do(put: Callable[[str, bytes], str]) -> None:
    (failure,) = failures(items(put("a.xml", b"<?xml version='1.0'?><catalog><book/></catalog>")))
    assert "is XML of a kind that is not known" in failure.detail
    assert failure.remedy


_CAPTURES = "gov,vote)/ 20220921120000 http://vote.example:80/ text/html 200 MGIG 1811\n" * 3


@pytest.mark.parametrize(
    ("name", "content", "detail", "remedy"),
    [
        ("a.xml", "<?xml version='1.0'?><!-- <x> --><rss version='2.0'><channel/></rss>", "is a feed", "outlets.toml"),
        ("a.rdf", "<rdf:RDF xmlns:rdf='http://a.example'><item/></rdf:RDF>", "is a feed", "outlets.toml"),
        ("a.xml", "<urlset xmlns='http://a.example'><url/></urlset>", "is a sitemap", "outlets.toml"),
        ("a.json", '{\n "version": "https://jsonfeed.org/version/1.1",\n "items": []\n}', "is a feed", "outlets.toml"),
        ("a.json", '{\n "results": [\n  {"tone": 1},\n  {"tone": 2}\n ]\n}', "is JSON of a kind", "per line"),
        ("a.txt", _CAPTURES, "lists addresses and holds no article", "--urls"),
    ],
)
def test_what_names_articles_is_one_line_with_its_remedy(
    put: Callable[[str, bytes], str], name: str, content: str, detail: str, remedy: str
) -> None:
    (failure,) = failures(items(put(name, content.encode())))
    assert detail in failure.detail
    assert remedy in failure.remedy


def test_rows_longer_than_the_beginning_are_not_read_whole(
    put: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collectors.sources.files.export_file.whole", lambda *_: pytest.fail("read whole"))
    rows = "".join(f'{{"title": "Vote {n}", "text": "{"The council voted. " * 4_000}"}}\n' for n in range(2))
    assert [article.title for article in articles(items(put("a.jsonl", rows.encode())))] == ["Vote 0", "Vote 1"]


def test_a_broken_first_line_costs_itself_and_a_text_may_give_addresses(put: Callable[[str, bytes], str]) -> None:
    rows = '{"title": "Vo\n{"title": "Vote", "text": "The council voted on Monday."}\n'
    found = items(put("a.jsonl", rows.encode()))
    assert [article.title for article in articles(found)] == ["Vote"]
    assert len(failures(found)) == 1
    text = f"The council voted.\n\nMore at {URL} in the evening.\n\nThe mayor said no."
    assert [article.text for article in articles(items(put("a.txt", text.encode())))] == [text]

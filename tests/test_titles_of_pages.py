"""The headline of whole pages: names of sites, kickers, logos, titles for search engines, damage. A row is a kind."""

from __future__ import annotations

import json

import lxml.html
import pytest

from collectors.extract.blocks import blocks_of
from collectors.extract.stated_metadata import read_stated
from collectors.extract.title import choose_title

VOTE = "Officials announce a vote in the region"
WORDY = "The regional administration says that polling stations open on Friday and that officials go from door to door."
ADDRESS = "https://www.harbour-daily.com/world/officials-announce-vote"


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def named(site: str) -> str:
    return f'<meta property="og:site_name" content="{site}">'


def stated(headline: str, kind: str = "NewsArticle") -> str:
    data = json.dumps({"@type": kind, "headline": headline, "datePublished": "2022-09-20"}, ensure_ascii=False)
    return f'<script type="application/ld+json">{data}</script>'


def title_of(head: str, body: str) -> str | None:
    page = lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>{WORDY}</p></body></html>")
    blocks = blocks_of(page)
    chosen = choose_title(read_stated(page, ADDRESS), blocks[:-1], ADDRESS)
    return chosen.value if chosen else None


@pytest.mark.parametrize(
    "separator", [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " › ", " // ", " ~ ", " / ", " &lt; ", " « "]
)
def test_the_name_of_the_site_is_no_part_of_the_title(separator: str) -> None:
    signed = f"{VOTE}{separator}Harbour Daily"
    assert title_of(f"<title>{signed}</title>", f"<h1>{VOTE}</h1>") == VOTE
    assert title_of(f"<title>{signed}</title>{og(signed)}{named('Harbour Daily')}", "") == VOTE


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # the site and the section, before and behind
        (f"<title>{VOTE} | World | Harbour Daily</title>", f"<h1>{VOTE}</h1>", VOTE),
        (f"<title>Harbour Daily | {VOTE}</title>{named('Harbour Daily')}", "", VOTE),
        (f"<title>Harbour Daily / World / {VOTE}</title>", f"<h1>{VOTE}</h1>", VOTE),
        (f"<title>{VOTE} - harbour-daily.com</title>", "", VOTE),
        (f"<title>{VOTE} - HD</title>{og(VOTE)}", f"<h1>{VOTE}</h1>", VOTE),
        ("<title>当局宣布在该地区举行投票-港湾日报</title>", "", "当局宣布在该地区举行投票"),
        ("<title>当局宣布在该地区举行投票_新闻_港湾网</title>", "<h1>当局宣布在该地区举行投票</h1>", "当局宣布在该地区举行投票"),
        (f"{og('地域で投票を実施へ：港新聞')}{named('港新聞')}", "", "地域で投票を実施へ"),
        (f"<title>{VOTE}-정치ㅣ항구일보</title>{named('항구일보')}", f'<meta itemprop="headline" content="{VOTE}">', VOTE),
        ("<title>地域で投票を実施へ | 港新聞デジタル</title>" + named("港新聞"), "", "地域で投票を実施へ"),
        (f"<title>{VOTE} | Harbour</title>", f'<h1>{VOTE}<a href="#">¶</a></h1>', VOTE),
        ("<title>Emden - Harbour Daily</title>", "<h1>Emden</h1>", "Emden"),
        # several headings
        (f"<title>{VOTE} | The Tribune</title>", f"<h1>The Tribune</h1><h1>{VOTE}</h1>", VOTE),
        (f"<title>{VOTE} | The Tribune</title>", f"<h1>The Tribune</h1><h2>{VOTE}</h2>", VOTE),
        (f"<title>{VOTE} | Port Authority</title>", f"<h1>Press releases</h1><h2>{VOTE}</h2>", VOTE),
        (f"<title>{VOTE} - Port</title>", f"<h1>Navigation and service</h1><h1>{VOTE}</h1>", VOTE),
        (f"<title>{VOTE}</title>{og('Press releases')}", f"<h1>{VOTE}</h1>", VOTE),
        ("<title>Home</title>", f"<h1>{VOTE}</h1>", VOTE),
        (f"<title>Harbour Daily</title>{og('Harbour Daily')}", f"<h1>{VOTE}</h1>", VOTE),
        ("<title>Region vote - Harbour Daily</title>", f'<div itemprop="headline">{VOTE}</div>', VOTE),
        # kickers
        (og(VOTE), f'<h1><span class="kicker">Region</span><span>{VOTE}</span></h1>', VOTE),
        (f"<title>{VOTE}</title>", f"<h1><div>Streit um die Region</div><div>{VOTE}</div></h1>", VOTE),
        (stated(VOTE) + og(f"Region vote: {VOTE}"), f"<h1>{VOTE}</h1>", VOTE),
        (stated(VOTE) + og(f"VIDEO | {VOTE}"), f"<h1>{VOTE}</h1>", VOTE),
        (f"<title>{VOTE}</title>", f"<h1>{VOTE} <small>20.09.2022</small></h1>", VOTE),
        (f"<title>{VOTE} - Port</title>", f"<h1>27.01.2022{VOTE}</h1>", VOTE),
        # signs that belong to the headline
        ("<title>Minister: vote is a sham - Harbour Daily</title>", "", "Minister: vote is a sham"),
        ("<title>A vote, a war - and what comes next | Harbour Daily</title>", "", "A vote, a war - and what comes next"),
        (og("The vote | What we know") + named("Harbour Daily"), "", "The vote | What we know"),
        ('<meta property="article:section" content="Port">' + og("The island vote : Port workers stay away"), "", "The island vote : Port workers stay away"),
        # made for search engines and sharing
        ("<title>Region vote: what to know</title>" + og("Region vote: what to know"), f"<h1>{VOTE}</h1>", VOTE),
        (stated(VOTE) + "<title>Region vote 2022</title>" + og("Region vote 2022: dates"), f"<h1>{VOTE}</h1>", VOTE),
        (stated("Region vote explained") + og(VOTE), f"<h1>{VOTE}</h1>", VOTE),
        (stated("Governor says turnout is high", "LiveBlogPosting") + og("Region live: votes begin"), "<h1>Governor says turnout is high</h1>", "Region live: votes begin"),
        # damage
        ("<title>Smith &amp;amp; Sons win the vote</title>", "<h1>Smith &amp; Sons win the vote</h1>", "Smith & Sons win the vote"),
        (og("Officials announce a &lt;i&gt;vote&lt;/i&gt; in the region"), "", VOTE),
        (stated("Vote is a sham, minister says") + og("Vote is a “sham”, minister says"), "<h1>Vote is a “sham”, minister says</h1>", "Vote is a “sham”, minister says"),
        ("", "<h1>Officials announce<br>a&nbsp;vote in the region</h1>", VOTE),
        (og("Officials announce a vote in..."), f"<h1>{VOTE}</h1>", VOTE),
        (og(VOTE), f"<h1>{VOTE.upper()}</h1>", VOTE),
        (og(VOTE.upper()), "", VOTE.upper()),
        ("", f"<h1>{VOTE}<svg><title>Share</title></svg><style>h1 {{}}</style></h1>", VOTE),
        # nothing but the name of the site, or a heading that holds the whole page
        ("<title>Harbour Daily</title>", f"<div>{VOTE}</div>", None),
        (f"<title>{VOTE}</title>", f"<h1>{'Search Contact Privacy ' * 30}</h1>", VOTE),
    ],
)  # fmt: skip
def test_the_headline_among_all_that_claims_to_be_it(head: str, body: str, title: str | None) -> None:
    assert title_of(head, body) == title

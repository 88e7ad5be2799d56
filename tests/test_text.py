"""Words, sentences and paragraphs of news text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.metrics.text import count_words, paragraphs, sentences, words

# A sentence break is written as | here.
NEWS = """
U.S. President Joe Biden spoke on Sept. 30 at 3 p.m. in Washington.
He flew to the U.S. | The visit was short.
He flew to the U.S. on Monday. | Nobody met him.
The U.S. Army said so. | It did not say more.
It began at 3 p.m. | The crowd had left by then.
It began at 3 p.m. Friday in Kherson. | Few came.
On Sept. 23, 2022, polls opened. | They closed on Sept. 27.
On Sept. 30 Mr. Putin signed. | Mrs. May did not.
Gen. Mark A. Milley met Lt. Col. J. R. Smith. | They talked for an hour.
J.K. Rowling and George H. W. Bush were named. | Neither came.
Sen. Chris Coons, D-Del., agreed. | Rep. Adam Kinzinger, R-Ill., did not.
The E.U. and the U.N. condemned it. | The U.K. followed.
Prices rose 3.5 percent to $10.25. | Bread rose more.
No. 10 said no. | That was all.
See Art. 2 of the Charter. | It is short.
Apple Inc. said so. | Meta Platforms Inc. did not.
St. Petersburg is quiet. | So is Moscow.
She lives in Springfield, Mass. | He lives in Butte, Mont. | They never meet.
The bill, e.g. the first part, passed. | The rest, i.e. most of it, failed.
Vitamin C. is not a sentence starter here.
Asst. Sec. Karen Donfried arrived. | She met the president.
The vote (Russia calls it a referendum. Kyiv does not.) ended. | Few had come.
(He left. | She did not.) | Then it ended.
1. The Kremlin says no. | It means it.
See www.kyiv.example/About.Html for more. | It is free.
They chose Plan B. | The first had failed.
Dr. Anna Kask, Ph.D., spoke. | Prof. Lund listened.
He was born in Washington, D.C. | She was not.
"We will not go," she said. | "Never."
"Is it over?" he asked. | "No," she said.
"It is over." | Then he left.
“It is over.” | Then he left.
“Why now?” the envoy asked. | “Because,” came the answer.
“We stay!” he shouted. | The crowd cheered.
He said: “We stay. | We fight.”
(It had rained.) | The road was wet.
He waited... and waited. | Then he left.
He waited... | Then he left.
He waited… | Then he left.
“I do not ... know,” she said.
What? | Why? | Nobody knew.
Really?! | Yes.
Visit kyiv.example for more. | It is free.
Version 2.0 is out. | Version 3.0 is not.
The No. 2 official, A. Kask, resigned.
He won 98.7 percent. | In 2014 it was 96.8.
They met at 10 a.m. | Talks ended at noon.
Members of al Qaeda et al. were named. | Others were not.
Yahoo! shares fell.
Jan. 6 changed it. | Feb. 24 changed more.
Zaporizhzhia, Kherson, etc. | The list is long.
The vote was held in four regions: Donetsk, Luhansk, etc. and nobody knew why.
Референдум прошёл 23 сентября 2022 г. в Херсоне. | Явка составила 76 проц.
Это произошло в 2014 г. | Тогда никто не поверил.
Президент В. В. Путин подписал указ. | Документ опубликован.
Ущерб составил 3,5 млрд руб. в год. | Это много.
«Мы не уйдём», — сказал он. | «Никогда».
Он сказал: «Мы не уйдём!» | Все молчали.
Т. е. голосования не было. | И т. д.
Президент В. О. Зеленський виступив у Києві. | Його почули.
Це сталося 2014 р. в Криму. | Ніхто не вірив.
«Ми не визнаємо!» | Так сказав посол.
Збитки сягнули 3,5 млн грн. за рік. | Це багато.
Am 23. September begann die Abstimmung. | Sie endete am 27. September.
Das sagte Dr. Anna Kask. | Prof. Lund schwieg.
Es kamen z. B. Reporter. | Sie blieben bis 18 Uhr.
Der Rat der EU u. a. lehnte ab. | Das war klar.
„Wir gehen nicht.“ | Dann ging er.
Il est arrivé le 23 sept. à midi. | M. Dupont l’attendait.
« Nous restons. » | Puis il partit.
El Sr. Pérez habló. | La Sra. Gómez no.
¿Quién votó? | Nadie lo sabe.
投票于九月举行。|没有人承认。|联合国谴责了！
他说：“我们不走。”|然后他走了。
جرى التصويت في سبتمبر. | هل اعترف به أحد؟ | لا.
"""


@pytest.mark.parametrize("line", NEWS.strip().splitlines())
def test_sentences_of_news(line: str) -> None:
    expected = [part.strip() for part in line.split("|")]
    text = line.replace(" | ", " ").replace("|", "")
    assert [text[start:end] for start, end in sentences(text)] == expected


#: 138 lines of ours in ru uk de fr es it pl, with the abbreviations that news in these languages use.
SAMPLES = (Path(__file__).parent / "sentence_samples.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", SAMPLES.splitlines())
def test_abbreviations_of_other_languages_end_no_sentence(line: str) -> None:
    text = line.replace(" | ", " ")
    assert [text[start:end] for start, end in sentences(text)] == line.split(" | ")


@pytest.mark.parametrize(
    "line",
    [
        "The flag is red. | The sky is not.",
        "Turn it on. | The lamp is new.",
        "He kept on. | Nobody saw.",
        "It was 3 m. | Then it rose.",
        "Он родился в 1950 г. | Его отец был врачом.",
        "Она рядом. | Он далеко.",
        "Es kostete 5 Mio. | Das reicht.",
    ],
)
def test_words_that_look_like_abbreviations_end_sentences(line: str) -> None:
    text = line.replace(" | ", " ")
    assert [text[start:end] for start, end in sentences(text)] == line.split(" | ")


def test_a_lower_case_word_is_no_abbreviation() -> None:
    for line in ("He fell ill. Putin left.", "They sat in the sun. Ukraine was far.", "She loved art. Moscow did not."):
        assert len(sentences(line)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They spoke on Friday.The firm declined.", ["They spoke on Friday.", "The firm declined."]),
        ("He called it “a sham.”The firm declined.", ["He called it “a sham.”", "The firm declined."]),
        ("It passed in 2017.The firm declined.", ["It passed in 2017.", "The firm declined."]),
        ("Жах.Він пішов.", ["Жах.", "Він пішов."]),
        ("Book at Booking.Com, by Ph.D students of U.S.A.ID.", None),
        ("1.) The first item 2.) The second item", ["1.) The first item", "2.) The second item"]),
        ("1) The first item. 2) The second item.", ["1) The first item.", "2) The second item."]),
        ("1. The first item. 2. The second item.", ["1. The first item.", "2. The second item."]),
        ("• 9. The first item • 10. The second item", ["• 9. The first item", "• 10. The second item"]),
        ("a. The first b. The second c. The third", ["a. The first", "b. The second", "c. The third"]),
        ("3. Some rise; no. 4 falls", None),  # a list begins with one
    ],
)
def test_lost_spaces_and_lists(text: str, expected: list[str] | None) -> None:
    assert [text[start:end] for start, end in sentences(text)] == (expected or [text])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("It was in Sept. Russia had said so.", 2),
        ("On Mon. Sept. 5 it began.", 1),
        ("Arrivals at 9 p.m. EST. Departures at 9 p.m. Kyiv time.", 2),
        ("В г. Херсоне открылись участки. Они пусты.", 2),
        ("„Wir bleiben“, sagte er. »Ich auch.« Stille.", 3),
        ("Er kam am 3. Oktober. Sie kam am 4. Dann kamen alle.", 3),
        ("", 0),
        (" \n\t", 0),
        ("***", 1),
        ("No stop at all", 1),
        ("One.\nTwo without a stop\nThree", 3),
        ("One.\r\n\r\nTwo.", 2),
    ],
)
def test_number_of_sentences(line: str, number: int) -> None:
    assert len(sentences(line)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow-backed leaders don't vote", ["Moscow-backed", "leaders", "don't", "vote"]),
        ("it’s 10,000 or 3.5 percent", ["it’s", "10,000", "or", "3.5", "percent"]),
        ("the U.S. Army—today", ["the", "U.S", "Army", "today"]),
        ("1,2 and 3,4567", ["1", "2", "and", "3", "4567"]),
        ("and/or 'so-called'", ["and", "or", "so-called"]),
        ("door-to-door", ["door-to-door"]),
        ("on Friday.The firm", ["on", "Friday", "The", "firm"]),
        ("Українці не визнають", ["Українці", "не", "визнають"]),
        ("об’єднання м'яч", ["об’єднання", "м'яч"]),
        ("_x_ & --", ["x"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == expected
    assert count_words(text) == len(expected)


FIRST = """The council voted on Monday to close the old
bridge. Engineers had found cracks in two of
its seven arches."""
WRAPPED = f"{FIRST}\n\nNobody was hurt."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\nTwo", ["One", "Two"]),
        ("One\n\nTwo\r\n \r\n Three ", ["One", "Two", "Three"]),
        (WRAPPED, [FIRST, "Nobody was hurt."]),
        (WRAPPED.replace("\n", "\r\n"), [FIRST.replace("\n", "\r\n"), "Nobody was hurt."]),
        ("A first line that is long enough for a paragraph.\nShort one.\nAnother short one.", None),
        ("", []),
        (" \n \n", []),
        (" " * 1000, []),
    ],
)
def test_paragraphs(text: str, expected: list[str] | None) -> None:
    found = [text[start:end] for start, end in paragraphs(text)]
    assert found == (text.splitlines() if expected is None else expected)


def test_sentences_run_on_over_wrapped_lines() -> None:
    first, *rest = [WRAPPED[start:end] for start, end in sentences(WRAPPED)]
    assert first == "The council voted on Monday to close the old\nbridge."
    assert len(rest) == 2


NASTY = st.text(alphabet="ab Z.?!…\"'“”«»()\n\r\u2028 \u00a0。؟гU1", max_size=200)


@settings(max_examples=300, deadline=None)
@given(st.one_of(NASTY, st.text(max_size=200)))
def test_spans_are_sorted_within_the_text_and_cover_it(text: str) -> None:
    for units in (sentences(text), paragraphs(text), words(text)):
        assert all(0 <= start < end <= len(text) for start, end in units)
        assert all(one.end <= other.start for one, other in pairwise(units))
    for units in (sentences(text), paragraphs(text)):
        held = "".join(text[start:end] for start, end in units)
        assert [c for c in held if not c.isspace()] == [c for c in text if not c.isspace()]
        assert all(not text[start].isspace() and not text[end - 1].isspace() for start, end in units)
    inside = [p for p in paragraphs(text) for s in sentences(text) if p.start <= s.start and s.end <= p.end]
    assert len(inside) == len(sentences(text))


HOSTILE = {
    "spaces": " ",
    "stops": ".",
    "stops and spaces": ". ",
    "questions": "? ",
    "ellipses": "… - ",
    "line breaks": "\n",
    "wrapped": "a" * 50 + "\n",
    "quotes": "\"' ”",
    "one word": "a",
    "initials": "U.",
    "numbers": "1,",
    "apostrophes": "a'",
    "guillemets": ".\u00a0»",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_length_alone(name: str) -> None:
    """Not a timed test: quadratic work on 400,000 characters would not end within a test run."""
    text = HOSTILE[name] * (400_000 // len(HOSTILE[name]))
    assert len(sentences(text)) <= len(text)
    assert len(words(text)) <= len(text)

"""Bytes to text: declared, undeclared and wrongly declared encodings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.extract.decode import NotText, codec_name, decode

TEXTS = {
    "ru": "Власти области объявили о проведении голосования в сентябре. Жители города ждут результатов, сообщили чиновники.",
    "uk": "Влада оголосила у п'ятницю про проведення голосування у вересні. Мешканці міста чекають на його результати.",
    "zh": "当地官员星期五宣布，将在九月举行公民投票。居民们正在等待结果，新闻机构报道说，大多数人没有参加。",
    "ja": "当局は金曜日、九月に住民投票を実施すると発表した。住民は結果を待っていると伝えられている。",
    "ko": "당국은 금요일에 주민투표를 실시한다고 발표했다. 주민들은 결과를 기다리고 있다고 전해졌다.",
    "fr": "Les autorités ont annoncé vendredi la tenue d’un référendum en septembre. « Nous attendons », a déclaré un élu.",
    "pl": "Władze ogłosiły w piątek, że we wrześniu odbędzie się głosowanie. Mieszkańcy czekają na wyniki, donoszą źródła.",
    "tr": "Yetkililer cuma günü eylül ayında bir referandum yapılacağını açıkladı. Şehir sakinleri sonuçları bekliyor.",
    "de": "Die Behörden kündigten am Freitag für September eine Abstimmung an. Die Bürger fühlen sich übergangen, heißt es.",
}


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", None])
@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ru", "cp1251"), ("ru", "koi8-r"), ("uk", "cp1251"), ("zh", "gb18030"), ("ja", "shift_jis"), ("ja", "euc-jp"),
     ("ko", "cp949"), ("fr", "cp1252"), ("pl", "cp1250"), ("pl", "iso8859-2"), ("tr", "cp1254"), ("de", "cp1252")],
)  # fmt: skip
def test_bytes_are_read_as_what_they_are(language: str, encoding: str, declared: str | None) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    html = f"<html><head>{meta}<title>News of the day</title></head><body><p>{TEXTS[language]}</p></body></html>"
    found = decode(html.encode(encoding), f"text/html; charset={declared}" if declared else "text/html")
    assert TEXTS[language] in found.text


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("declared", ["cp1251", "gb18030", "iso-8859-1"])
def test_utf8_is_utf8_whatever_is_declared(language: str, declared: str) -> None:
    html = f'<meta charset="{declared}"><p>{TEXTS[language]}</p>'
    assert decode(html.encode(), f"text/html; charset={declared}").encoding == "utf-8"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\xef\xbb\xbf<p>caf\xc3\xa9</p>", "<p>café</p>"),
        ("<p>café</p>".encode("utf-16"), "<p>café</p>"),
        ("<html><p>café</p></html>".encode("utf-16-le"), "<html><p>café</p></html>"),
        (
            b"<p>" + "Příliš žluťoučký kůň".encode() + b" \xe2\x80</p>",
            "<p>Příliš žluťoučký kůň \N{REPLACEMENT CHARACTER}</p>",
        ),
        (b"<p>a\x00b</p>", "<p>ab</p>"),
        (b'<meta charset="iso-2022-jp"><p>' + "投票".encode("iso2022_jp"), '<meta charset="iso-2022-jp"><p>投票'),
    ],
)
def test_marks_and_damage(body: bytes, expected: str) -> None:
    assert decode(body).text == expected


@pytest.mark.parametrize(
    ("label", "codec"),
    [("ISO-8859-1", "cp1252"), ("gb2312", "gb18030"), ("windows-1251", "cp1251"), ("x-sjis", "cp932"), ("utf8", "utf-8"),
     ("no-such-thing", None), ("rot13", None), ("base64", None)],
)  # fmt: skip
def test_labels_are_widened_as_browsers_do(label: str, codec: str | None) -> None:
    assert codec_name(label) == codec


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=shift_jis", "text/html; charset=\x00", "charset=zip"]),
)
def test_any_bytes_are_text_or_named(body: bytes, content_type: str | None) -> None:
    try:
        text = decode(body, content_type).text
    except NotText:
        text = ""
    assert "\x00" not in text


LONG = {
    "gb2312": "地区行政当局周二表示，公投将从周五上午开始在所有地区进行五天，来自多个国家的观察员对其合法性表示怀疑。"
    * 9,
    "big5": "地區行政當局週二表示，公投將從週五上午開始在所有地區進行五天，來自多個國家的觀察員對其合法性表示懷疑。"
    * 9,
    "euc-jp": "地域行政当局は火曜日、住民投票は金曜日の朝からすべての地区で五日間行われると述べた。" * 9,
    "shift_jis": "地域行政当局は火曜日、住民投票は金曜日の朝からすべての地区で五日間行われると述べた。" * 9,
    "euc-kr": "지역 행정 당국은 화요일 주민 투표가 금요일 아침부터 모든 지역에서 닷새 동안 진행된다고 밝혔다. " * 9,
    "iso-8859-6": "قالت الإدارة الإقليمية يوم الثلاثاء إن الاستفتاء سيستمر خمسة أيام في جميع المناطق وشكك المراقبون فيه. "
    * 5,
    "iso-8859-5": "Администрация области заявила во вторник, что референдум продлится пять дней во всех районах. " * 5,
    "koi8-u": "Обласна адміністрація у вівторок заявила, що референдум триватиме п'ять днів в усіх районах. " * 5,
}


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("label", LONG)
def test_a_long_paragraph_is_read_in_its_encoding(label: str, declared: bool) -> None:
    """One paragraph without a break: the sample used to be cut in the middle of a character."""
    for shift in range(3):
        text = "x" * shift + LONG[label]
        head = f'<meta charset="{label}">' if declared else ""
        assert text in decode(f"<html>{head}<p>{text}</p></html>".encode(label)).text


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252"])
def test_catalan_and_italian_keep_their_declared_encoding(label: str) -> None:
    """è and ò are common there; the Baltic and Central European encodings have letters in their place, too."""
    text = "L’arxipèlag però té més història: la població hi és petita, i això ho saben els pescadors de l’illa. " * 3
    body = f'<meta charset="{label}"><p>{text}</p>'.replace("’", "'").encode("latin-1")
    assert text.replace("’", "'").strip() in decode(body).text


def test_cyrillic_that_is_declared_western_is_no_row_of_accents() -> None:
    text = "Президент заявил во вторник, что голосование пройдёт во всех районах области. " * 3
    assert text.strip() in decode(f'<meta charset="iso-8859-1"><p>{text}</p>'.encode("cp1251")).text


HEBREW = "הממשל האזורי הודיע כי ההצבעה תימשך כמה ימים בכל המחוזות ותתחיל ביום שישי בבוקר. "
ROMANIAN = "Administrația regională a anunțat că votul va dura mai multe zile în toate raioanele și va începe vineri. "
JAPANESE = "地域の行政当局は、投票がすべての地区で数日間にわたって行われ、金曜日の朝に始まると発表した。"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (HEBREW, "cp1255", None),
        (HEBREW, "iso8859-8", "iso-8859-8"),
        (ROMANIAN, "iso8859-16", "iso-8859-16"),
        (JAPANESE, "iso2022_jp", None),
    ],
)
def test_rare_encodings_and_text_without_capitals(text: str, codec: str, label: str | None) -> None:
    meta = f"<meta charset='{label}'>" if label else ""
    page = f"<html><head>{meta}</head><body><p>{text * 4}</p></body></html>"
    assert text.strip() in decode(page.encode(codec)).text

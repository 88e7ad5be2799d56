"""Words of reported speech in the larger news languages, for `direct_rules`. Written for this project."""

from __future__ import annotations

from collectors.metrics.word_lists import word_set

SAID = word_set("mul.direct_speech.verbs_of_saying")
AMBIGUOUS = word_set("mul.direct_speech.ambiguous_verbs")
AUXILIARIES = word_set("mul.direct_speech.auxiliaries")
#: Phrases before the source of a quotation: "laut Gouverneur Hajdaj", "по словам главы".
ACCORDING = (
    "nach angaben von", "nach angaben des", "nach angaben der", "nach worten von", "nach den worten von", "laut",
    "selon", "d'après", "d’après", "según", "de acuerdo con", "segundo", "de acordo com", "secondo", "stando a",
    "volgens", "enligt", "ifølge", "według", "zdaniem", "jak podał", "jak podaje", "podle", "potrivit", "conform",
    "по словам", "по данным", "по мнению", "согласно", "за словами", "за даними", "на думку", "според", "према",
)  # fmt: skip
PRONOUNS = word_set("mul.direct_speech.pronouns")
PREPOSITIONS = word_set("mul.direct_speech.prepositions")
GENITIVES = word_set("mul.direct_speech.genitives")
ARTICLES = word_set("mul.direct_speech.articles")
TITLES = word_set("mul.direct_speech.titles")
TITLE_ENDINGS = ("kanzler", "kanzlerin", "präsident", "präsidentin", "minister", "ministerin", "sprecher", "sprecherin",
                 "chef", "chefin", "sekretär", "sekretärin", "beauftragte", "beauftragter")  # fmt: skip
ARABIC = word_set("mul.direct_speech.verbs_without_spaces")
CHINESE = tuple(
    """
    表示 说道 说 說 称 稱 指出 强调 強調 宣布 写道 寫道 警告 认为 認為 重申 回应 回應 回应称 谴责 譴責 批评
    批評 呼吁 呼籲 质疑 質疑 坦言 回忆 回憶 回忆道 提醒 透露 解释 解釋 补充 補充 承认 承認 否认 否認 反驳 反駁
    感叹 感嘆 笑称 笑稱 答道 回答 问道 問道 声称 聲稱 主张 主張 指控 抱怨 赞扬 讚揚 坚称 堅稱 直言 喊道 发文
    發文 发推 形容 ：
    """.split()  # noqa: SIM905  a list of words is read as one
)

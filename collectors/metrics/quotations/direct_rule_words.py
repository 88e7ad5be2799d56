"""Words of reported speech in the larger news languages, for `direct_rules`. Written for this project."""

from __future__ import annotations

from collectors.metrics.quotations.speakers.speaker_words import word_set

#: Forms of verbs of saying that stand beside a quotation: English, French, German, Spanish, Portuguese, Italian,
#: Dutch, Swedish, Norwegian, Danish, Polish, Czech, Romanian, Hungarian, Turkish, Russian, Ukrainian, Serbian and
#: Bulgarian.
SAID = word_set(
    """
    said says told wrote added warned stated asked replied argued insisted claimed announced declared
    dit disait déclare déclaré affirme affirmé ajoute ajouté estime estimé explique expliqué assure assuré écrit répondu
    répond lancé lance souligné souligne raconte raconté indiqué indique dénoncé dénonce martelé précisé précise
    confié confie tweeté prévenu jugé juge poursuivi poursuit rappelé rappelle promis twitté
    sagt sagte sagten gesagt erklärt erklärte erklärten betont betonte schrieb schreibt geschrieben meint meinte fügte
    kritisierte kritisiert warnte warnt erzählt erzählte berichtet berichtete nannte bezeichnete twitterte forderte
    versicherte behauptete teilte räumte so kündigte antwortete
    dijo dice dijeron afirmó afirma declaró señaló asegura aseguró explicó explica añadió agregó sostuvo escribió
    advirtió cuenta contó relató relata denunció tuiteó subrayó recalcó manifestó indicó insistió calificó
    disse diz disseram afirmou declarou acrescentou explicou escreveu contou relatou garantiu denunciou
    detto dichiarato affermato aggiunto spiegato scritto dice racconta raccontato ribadito sottolineato commentato
    twittato denunciato afferma spiega aggiunge scrive sottolinea
    zei zegt aldus schreef verklaarde vertelt vertelde säger sade uppgav sier sa uttalte siger sagde skrev sanoi
    powiedział powiedziała powiedzieli dodał dodała stwierdził stwierdziła oświadczył oświadczyła napisał napisała
    podkreślił podkreśliła ocenił oceniła mówi mówił mówiła opowiada opowiadała zaznaczył zaznaczyła zapewnił
    przekazał przekazała poinformował poinformowała ostrzegł ogłosił
    řekl řekla uvedl uvedla dodal dodala prohlásil prohlásila napsal spus declarat adăugat mondta közölte írta
    dedi söyledi belirtti vurguladı kaydetti
    сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил отметила добавил добавила
    подчеркнул подчеркнула написал написала пояснил пояснила сказав рассказал рассказала рассказывает говорит
    считает утверждает назвал назвала предупредил предупредила уточнил уточнила ответил ответила цитирует
    сказав сказали заявив заявила заявляє повідомив повідомила повідомили зазначив зазначила додав додала підкреслив
    підкреслила написав написала наголосив наголосила каже розповів розповіла розповідає вважає назвав назвала
    попередив попередила відповів відповіла пояснив пояснила
    каза каже заяви рече изјави изјавио рекао рекла подчерта
    """
)
#: Verbs of SAID that are also another common word; they are cues only right behind the marks or a comma or dash.
AMBIGUOUS = word_set("so juge sa cuenta dice promis")
#: Auxiliaries that belong to a cue: "a déclaré", "ha detto", "hat gesagt".
AUXILIARIES = word_set("a ont avait ha han hanno aveva hat haben hatte have has had")
#: Phrases before the source of a quotation: "laut Gouverneur Hajdaj", "по словам главы".
ACCORDING = (
    "nach angaben von", "nach angaben des", "nach angaben der", "nach worten von", "nach den worten von", "laut",
    "selon", "d'après", "d’après", "según", "de acuerdo con", "segundo", "de acordo com", "secondo", "stando a",
    "volgens", "enligt", "ifølge", "według", "zdaniem", "jak podał", "jak podaje", "podle", "potrivit", "conform",
    "по словам", "по данным", "по мнению", "согласно", "за словами", "за даними", "на думку", "според", "према",
)  # fmt: skip
#: Pronouns that refer to the last speaker when they touch a cue.
PRONOUNS = word_set(
    "er sie il elle t-il t-elle él ella ele ela lui lei egli hij ze zij han hun hon on ona ten він вона он она той тя"
)
#: A capitalised word after one of these names a place or time, not the speaker.
PREPOSITIONS = word_set(
    """
    in im am an auf bei vor aus nach zu von mit für gegen über durch der des vom zum zur
    à en dans sur de du des au aux par pour avec devant chez contre vers
    a de del en con por para ante desde hasta sobre contra al
    di del della dei degli delle dell al alla ai agli in nel nella con per da dal dalla su sul sulla
    do da dos das no na em ao à com
    te op naar met van voor tegen i på til fra med av om
    w we na do z ze o od przed po dla przy u v ve na se k ke
    в во на с со к ко у о об от из за по для при перед до у в на з із зі до від про перед біля після
    """
)
#: Words that join an office to its field: "presidente del Consiglio Mario Draghi".
GENITIVES = word_set("de du des del della dei degli delle dell do da dos das van der des la le l")
#: Articles, which have a capital at the start of a sentence.
ARTICLES = word_set("der die das le la les il lo gli i el los las o a os as de het un une una ein eine")
#: Offices before a name, and endings of German compounds that are offices.
TITLES = word_set(
    """
    bundeskanzler kanzler kanzlerin präsident präsidentin minister ministerin gouverneur bürgermeister premier
    regierungschef staatschef sprecher sprecherin generalsekretär président présidente ministre maire gouverneur
    presidente presidenta ministro ministra alcalde gobernador portavoz canciller sindaco governatore portavoce
    prezydent prezydentka minister ministra kanclerz mer burmistrz gubernator rzecznik szef szefowa prezident
    президент глава губернатор канцлер министр мэр премьер спикер депутат секретарь пресс-секретарь представитель
    мер голова канцлерка міністр міністерка речник речниця прем'єр прем’єр прем'єр-міністр прем’єр-міністр
    cumhurbaşkanı başkan bakan bakanı
    """
)
TITLE_ENDINGS = ("kanzler", "kanzlerin", "präsident", "präsidentin", "minister", "ministerin", "sprecher", "sprecherin",
                 "chef", "chefin", "sekretär", "sekretärin", "beauftragte", "beauftragter")  # fmt: skip
#: Verbs of saying in scripts without capitals or spaces, with the prefixes that may be written to them.
ARABIC = word_set(
    """
    قال قالت قالوا يقول تقول أعلن أعلنت يعلن أكد أكدت يؤكد تؤكد صرح صرحت أضاف أضافت يضيف تضيف كتب كتبت ذكر ذكرت يذكر
    حذر حذرت يحذر شدد شددت أوضح أوضحت يوضح أشار أشارت يشير اعتبر اعتبرت يعتبر رأى رأت يرى ترى وصف وصفت يصف تصف
    روى روت يروي تروي زعم زعمت يزعم أفاد أفادت كشف كشفت طالب طالبت دعا دعت أعرب أعربت أجاب أجابت علق علقت علّق توعد
    توعدت هدد هددت تعهد تعهدت نفى نفت انتقد انتقدت لفت لفتت بين بيّن تساءل تساءلت اتهم اتهمت ادعى ادعت غرد غردت رد
    ردت أردف أردفت تابع تابعت استطرد أقر أقرت اعترف اعترفت توقع توقعت نوه نوهت جاء هتف هتفت صرخ صرخت رفض رفضت همس صاح
    """
)
CHINESE = tuple(
    """
    表示 说道 说 說 称 稱 指出 强调 強調 宣布 写道 寫道 警告 认为 認為 重申 回应 回應 回应称 谴责 譴責 批评
    批評 呼吁 呼籲 质疑 質疑 坦言 回忆 回憶 回忆道 提醒 透露 解释 解釋 补充 補充 承认 承認 否认 否認 反驳 反駁
    感叹 感嘆 笑称 笑稱 答道 回答 问道 問道 声称 聲稱 主张 主張 指控 抱怨 赞扬 讚揚 坚称 堅稱 直言 喊道 发文
    發文 发推 形容 ：
    """.split()  # noqa: SIM905  a list of words is read as one
)

"""Words around quotation marks that show what the marks hold: a name, a word as a word, or somebody's word for a thing.

Each language has its stems as alternatives. In languages without an entry scare quotes are not looked for: without such
a list every second short passage in marks is somebody's speech (precision .44 on the Italian and Polish parts of the
sample, .57 on the Spanish one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from collectors.metrics.word_lists import word_set


class Cues(NamedTuple):
    """The patterns of one language.

    All but `after` and `said` are searched in the part of the sentence before the marks and must end there. `after` is
    matched behind the marks; `said` is searched in a whole headline or sentence.
    """

    #: Somebody uses or says the words: a verb, up to five words, the marks.
    speech: re.Pattern[str]
    #: The same verbs anywhere in a headline or sentence.
    said: re.Pattern[str]
    #: A word, a work or a ship whose name the marks hold; at most one word stands between.
    things: re.Pattern[str]
    #: Words by which the text itself keeps its distance: "so-called". What follows them may look like a name.
    distance: re.Pattern[str]
    #: After the marks and a comma or dash: who said it.
    after: re.Pattern[str]


def _alternatives(words: str) -> str:
    """Join stems, separated by spaces, as alternatives; "_" inside a stem means a space, at its end a word's end."""
    return "|".join(re.sub("_$", r"\\b", re.escape(word)).replace("_", r"\s") for word in words.split())


def _cues(speech: str, things: str, distance: str, after: str, final: str = "") -> Cues:
    """Compile a language's patterns; `final` are verbs that follow the marks without a comma (German participles)."""
    said, named_things, so_called, who, last = map(_alternatives, (speech, things, distance, after, final))
    # A verb of naming inside a word for "so-called" does not count: "так называемый", "tak zwany", "so genannt".
    verb = rf"(?<![\w-])(?<!так )(?<!tak )(?<!so )(?:{said})"
    return Cues(
        re.compile(rf"{verb}[\w-]*(?:\W{{1,3}}[\w'’-]{{1,24}}){{0,5}}\W{{0,2}}$", re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{named_things})(?:\W{{1,2}}\w{{1,14}})?,?\W{{0,2}}$", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{so_called})[\w.]*\W{{0,2}}$", re.IGNORECASE),
        re.compile(
            rf"\s*[,—–-]+\s*(?:[\w'’]+\s+){{0,2}}?(?:{who})" + (rf"|\s+(?:\w+\s+)?(?:{last})" if last else ""),
            re.IGNORECASE,
        ),
    )


#: English verbs are found by their forms: the list of verbs of saying is long (`voice.SAYING`).
_CALLED = (
    "call(?:s|ed|ing)?|dub(?:s|bed)|nam(?:es?|ed)|nicknamed|titled?|entitled|known|term(?:s|ed)?|label(?:s|led|ed)|"
    "brand(?:s|ed)|describ(?:es?|ed|ing)|denounc(?:es?|ed|ing)|dismiss(?:es|ed|ing)|condemn(?:s|ed|ing)|"
    "reject(?:s|ed|ing)|slam(?:s|med)|blast(?:s|ed|ing)|declar(?:es?|ed|ing)|refer(?:s|red|ring)|hail(?:s|ed|ing)|"
    "defin(?:es?|ed|ing)|accus(?:es?|ed|ing)|warn(?:s|ed|ing)|sp(?:eaks?|oke)|promis(?:es?|ed|ing)|vow(?:s|ed|ing)|"
    "complain(?:s|ed)|blam(?:es?|ed)|regard(?:s|ed)|regist(?:ers?|ered)|billed|touted|characteri[sz](?:es?|ed)|viewed|"
    "portray(?:s|ed)|position(?:s|ed)|insist(?:s|ed)|goes by|go by|went by|put it"
)
_WRITTEN = (
    "chant(?:s|ed|ing)|code-?named|spray(?:ed|-painted)|scrawled|daubed|misspell(?:s|ed)|spell(?:s|ed)|click(?:s|ed|ing)?|"
    "tick(?:s|ed|ing)?|type[ds]?|marked|stamped|search(?:es|ed|ing)? for|crossed out|words?|phrases?|terms?|slogans?|"
    "motto|tweet(?:s|ed)?|wrote|writes?|writing|read(?:s|ing)?"
)
_THINGS = (
    "films?|movies?|books?|novels?|poems?|play|songs?|albums?|singles?|operas?|musicals?|series|show|sitcoms?|episodes?|"
    "podcasts?|documentar(?:y|ies)|reports?|stud(?:y|ies)|essays?|articles?|columns?|editorials?|exhibitions?|paintings?|"
    "sculptures?|magazines?|newspapers?|dailies|daily|weekly|channel|website|blog|app|ships?|vessel|cruiser|trawler|ferry|"
    "tanker|freighter|yacht|boat|submarine|operation|call ?signs?|code ?names?|nicknames?|alias|pseudonym|handle|"
    "hashtags?|words?|verbs?|nouns?|adjectives?|terms?|phrases?|letters?|slogans?|motto|sign|banners?|placards?|"
    "posters?|buttons?|field|headlines?|titles?|tracks?|tunes?|anthem|chapter|sections?|categor(?:y|ies)|heading|"
    "labell?ed|missiles?|storms?|hurricane|voting|voted|self-described|self-identified|Spanish|French|Russian|Ukrainian|"
    "German|Latin|slang|short"
)
_ENGLISH = Cues(
    re.compile(
        rf"(?:(?<![\w-])(?:{_CALLED})(?:\W{{1,3}}[\w'’-]{{1,14}}){{0,5}}|"
        rf"(?<![\w-])(?:{_WRITTEN})(?:\W{{1,3}}[\w'’-]{{1,14}}){{0,3}}|"
        r"in (?:\w+ ){1,4}(?:words|jargon|parlance|slang)(?:\W{1,3}[\w'’-]{1,14}){0,6}|"
        r"according to(?:\W{1,3}[\w'’-]{1,14}){1,6}|, or)\W{0,2}$",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w-])(?:vow(?:s|ed)?|slams?|hails?|blasts?|calls? for|fears?)\b", re.IGNORECASE),
    re.compile(rf"(?<![\w-])(?:{_THINGS})(?: for| of| with| to)?,?\W{{0,2}}$", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:so[- ]called|self-(?:proclaimed|styled|declared|appointed))\W{0,2}$", re.IGNORECASE),
    re.compile(
        r"\s*[,—–-]+\s*(?:[\w'’]+\s+){0,2}?(?:according to|said|says|told|recalled|wrote|added)\b|\s*according to\b",
        re.IGNORECASE,
    ),
)

CUES: Mapping[str, Cues] = {
    "en": _ENGLISH,
    "de": _cues(
        """nannt nennt nennen genannt getauft betitel titulier bezeichn beschrieb beschreib sprach_ sprachen_
        spricht_ sprechen_ redet warn kritisier verurteil lehnt_ wies_ weist_ erklärt erklären sagt betont beklagt
        forder wirft_ warf_ versprach verspricht heißt hieß laut_ rief_ riefen skandier schrieb schreib motto
        parole slogan gilt_ galt_ im_jargon in_der_fachsprache las_ lesen_ versicher strich_ durchgestrichen
        dementier bestreitet bestritt antwortet sei_ seien_ habe_ werde_ könne_ müsse_ solle_ gegenüber""",
        """wort worte wörter begriff titel film serie buch roman lied song album stück zeitung zeitschrift magazin
        schild aufschrift schriftzug stand_ steht_ hashtag rufname kampfname deckname operation schiff frachter
        ausstellung studie bericht""",
        "sogenannt so_genannt sog selbsternannt selbst_ernannt selbsterklärt",
        "sagt so_ schrieb schreibt erklärt betont meint zitiert hieß heißt",
        """genannt bezeichne beschrieben tituliert getauft kritisiert verurteilt zurückgewiesen gesprochen gewarnt
        nenn sei_ seien_ habe_ wäre_ wären_ werde_""",
    ),
    "fr": _cues(
        """appel nomm surnomm baptis qualifi décri dénonc parle_ parlent_ parlait parla_ parlé évoqu accus promis
        promet salu condamn rejet estim juge_ jugent_ jugé affirm déclar met_en_garde mettent_en_garde
        mis_en_garde crie crié scand intitul selon d'après d’après écri dit_ disent_ disait_ cocher aux_yeux
        connu_comme connue_comme connu_sous connue_sous barré biffé assur nom_de_guerre traite_ traité_ nie_
        nient_ démen répond soulign jugeant expliqu précis""",
        """mot mots terme termes verbe expression slogan devise panneau banderole film livre roman chanson album
        pièce série journal magazine quotidien hebdomadaire opération navire chalutier cargo ferry pétrolier
        hashtag rapport étude exposition pseudonyme alias bouton titre""",
        "soi-disant prétendu autoproclamé auto-proclamé",
        "a_dit dit ont_dit a_déclaré selon affirme a_affirmé estime explique lance a-t-il a-t-elle écrit assure",
    ),
    "ru": _cues(
        """назва назыв окрестил именова именуе прозва говор сказа заяви заявля обвин осуди осужд отверг отверга
        предупре пообеща обеща призва призыва потребова требу счита по_словам по_его_словам по_её_словам
        по_их_словам по_мнению написа пишет пишут писал надпис описа охарактеризова упрека упрекн жалу жалов
        скандир кричал отмети отмеча известный_как известная_как известны_как известен_как уверя зачеркн стояло
        отрица опроверг ответи""",
        """слово слова словом словами слове слов термин термина термином лозунг лозунгом лозунги надпись фильм фильма
        фильме книга книгу книге роман романа песня песню альбом спектакль газета газете газеты журнал журнале
        операция операции операцию корабль теплоход сухогруз позывным позывной прозвищу прозвищем прозвище кличке
        псевдонимом псевдоним под_названием названием хештег рубрике графу""",
        "так_называем т_н т.н самопровозглаш самозван",
        "сказа заяви говор по_словам отмети считает пиш написа сообщ добав подчеркн поясн",
    ),
    "uk": _cues(
        """назва назив охрести іменува прозва говори каже кажуть казав казала сказа заяви заявля звинува засуди
        засудж відкин відкида попереди попередж пообіця обіця заклика вимага вважа за_словами за_його_словами
        за_її_словами на_думку написа пише пишуть писав напис описа охарактериз скарж скандув кричал позначи
        познача відомий_як відома_як відомі_як відомого_як запевня закресл було_лише запереч спростов відпові""",
        """слово слова словом словами слові слів термін терміна терміном гасло гаслом гасла напис фільм фільму фільмі
        книга книгу книзі роман пісня пісню альбом вистава газета газеті журнал журналі операція операції операцію
        корабель судно позивний позивним прізвисько прізвиськом псевдо псевдонім псевдонімом під_назвою назвою
        хештег рубриці графу""",
        "так_зван т_зв т.зв самопроголош самозван",
        "сказа заяви каже за_словами зазнач вважа пише написа повідом дода наголо поясн",
    ),
    "es": _cues(
        """llama llamó llamaron llaman denomin calific tach tild describ dijo dijeron dice dicen habl denunci acus
        promet conden rechaz advirti advert apod según titul escrib conocido_como conocida_como consider bautiz
        grit asegur niega niegan negó desmint respond marcar marcó recalc subray insist confiad exig""",
        """palabra palabras término términos lema letrero pancarta película libro novela canción álbum obra serie
        diario periódico revista operación buque barco pesquero carguero hashtag alias informe exposición""",
        "autoproclamad autodenominad así_llamad presunt supuest",
        "dij dice afirm asegur según declar señal escrib explic",
    ),
    "it": _cues(
        """chiama chiamò chiamano chiamat defin soprannomina denunci accus detto detta detti dice dicono disse parla_
        parlano parlò parlato parlav avvert condann resping respint secondo scrive scritto scrisse intitol
        noto_come nota_come conosciuto_come conosciuta_come battezz bolla promess promett mess_in_guardia
        mette_in_guardia assicur nega_ negano_ negò smentisc smentit rispond grida gridat urla""",
        """parola parole termine termini slogan motto cartello striscione film libro romanzo canzone album opera
        serie giornale quotidiano rivista operazione nave peschereccio mercantile hashtag alias rapporto mostra""",
        "cosiddett sedicent autoproclamat presunt",
        "ha_detto hanno_detto dice disse afferm secondo dichiar spieg scriv ha_scritto",
    ),
    "pl": _cues(
        """nazwa nazyw określ mówi powiedzi oskarż potępi odrzuc ostrzeg obiec według zdaniem opisa oświadcz twierdz
        napisa pisze pisał krzycz skandow znany_jako znana_jako znanego_jako znani_jako zaprzecz odpowie zaznacz
        zapewni""",
        """słowo słowa słowem słów termin terminem hasło hasłem napis film filmu książka książkę powieść piosenka
        piosenkę album sztuka serial gazeta gazecie tygodnik operacja operacji statek kuter pseudonim pseudonimem
        pseudonimie przezwisko pod_nazwą tytuł tytułem hasztag raport wystawa""",
        "tak_zwan tzw samozwańcz rzekom",
        "powiedzia mówi oświadczy według zdaniem napisa doda podkreśl",
    ),
}

#: Words after the marks that define what they hold: "is anyone who", "as anyone who".
DEFINES = re.compile(
    r"\s*(?:is|are|as) (?:any|anyone|anybody|someone|those|defined)\b|\s*(?:means|refers to|is short for)\b"
)

#: Words after the marks that say what the passage is, or that it was said.
SAID_SO = re.compile(
    r"\s+(?:phrase|remarks?|comments?|quote|line|slogan|headlines?|label|moniker|nickname|chants?|hashtag|rhetoric|standard)\b"
)

GERMAN_PAPERS = word_set("de.scare_quotes.papers")
GERMAN_OPENERS = word_set("de.scare_quotes.title_openers")

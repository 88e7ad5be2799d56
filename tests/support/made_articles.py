"""Invented articles as archives know them, which `made_exports` writes in the layouts of archives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel import Locale


@dataclass(frozen=True)
class Made:
    """An invented article as an archive knows it. `published` is YYYY-MM-DD."""

    title: str
    outlet: str
    published: str
    paragraphs: tuple[str, ...]
    author: str = ""
    section: str = ""
    language: str = "en"
    edition: str = ""
    standfirst: str = ""
    caption: str = ""
    record: str = "RVRC000020220921ei9l0003x"

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def words(self) -> int:
        return len(self.text.split())

    def day(self, pattern: str) -> str:
        """The date in words: `d`, `D` (two digits), `m` (month), `w` (weekday), `y` in braces."""
        when, names = date.fromisoformat(self.published), Locale(self.language)
        return pattern.format(
            d=when.day,
            D=f"{when.day:02d}",
            m=names.months["format"]["wide"][when.month],
            w=names.days["format"]["wide"][when.weekday()],
            y=when.year,
        )


_SENTENCES = {
    "en": "Officials in the river valley said on Tuesday that the vote would be held in four days. "
    "The council of the northern bank called it a farce and promised to ignore the result. "
    'Observers were not invited, a spokesman said: "Nobody asked us, and nobody will."',
    "fr": "Les autorités de la vallée ont annoncé mardi que le scrutin aurait lieu dans quatre jours. "
    "Le conseil de la rive nord a parlé d'une farce et promis d'ignorer le résultat. "
    "Aucun observateur n'a été invité, selon un porte-parole : « Personne ne nous a rien demandé. »",
    "de": "Die Behörden im Flusstal teilten am Dienstag mit, dass in vier Tagen abgestimmt werde. "
    "Der Rat des Nordufers nannte es eine Farce und will das Ergebnis nicht anerkennen. "
    "Beobachter seien nicht eingeladen, sagte eine Sprecherin: „Niemand hat uns gefragt.“",
    "es": "Las autoridades del valle dijeron el martes que la votación se celebrará dentro de cuatro días. "
    "El consejo de la orilla norte habló de una farsa y prometió ignorar el resultado. "
    "No se invitó a observadores, dijo un portavoz: «Nadie nos ha preguntado».",
}
_MORE = {
    "en": "WASHINGTON: The second paragraph begins with a place in capitals. Length: two sentences of no weight at all.",
    "fr": "PARIS : Le deuxième paragraphe commence par un lieu en capitales, puis continue longtemps sans rien dire.",
    "de": "BERLIN: Der zweite Absatz beginnt mit einem Ort in Großbuchstaben und geht dann ohne Gewicht weiter.",
    "es": "MADRID: El segundo párrafo empieza con un lugar en mayúsculas y luego sigue sin decir nada de peso.",
}
_TITLES = {
    "en": (
        "River council rejects vote",
        "EU: No more delay for the ferry",
        "Four days until the ballot; Valley votes on its bank",
    ),
    "fr": ("Le conseil rejette le scrutin", "Bac : pas de nouveau retard", "Quatre jours avant le vote"),
    "de": ("Rat lehnt Abstimmung ab", "Fähre: Kein weiterer Aufschub", "Vier Tage bis zur Wahl"),
    "es": ("El consejo rechaza la votación", "Transbordador: sin más retrasos", "Cuatro días para la votación"),
}


def made_articles(language: str = "en") -> list[Made]:
    """Three articles of two outlets: with and without author, section, edition, caption and long text."""
    titles, one, two = _TITLES[language], _SENTENCES[language], _MORE[language]
    return [
        Made(titles[0], "The River Courier (London)", "2022-09-21", (one, two), "Ann Baker", "NEWS", language,
             "Late Edition", caption="A ferry on the river, photographed yesterday", record="RVRC000020220921ei9l0003x"),
        Made(titles[1], "Northbank Times", "2022-10-03", (one, two, one), "", "", language,
             record="NBTM000020221003ei9l00aa1"),
        Made(titles[2], "The River Courier (London)", "2022-09-05", (two, one), "Tom Carter", "OPINION; Pg. 14", language,
             record="RVRC000020220905ei9l000zz"),
    ]  # fmt: skip

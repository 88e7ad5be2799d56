"""To whom a speaker's words refer: surname to full name, pronoun or title to a person, and to bodies and actors.

Only the text itself and the event's actors are used; there are no lists of people. Kinds: a named person; an office (a
spokesman, a minister without a name); a body; a country; a group; a thing or document; anonymous (a source whom the
text does not name); unresolved (a pronoun or description that fits two people, or none); unattributed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from collectors.metrics.quotations.speakers.bodies import Bodies
from collectors.metrics.quotations.speakers.described_names import is_belonging, name_at_end
from collectors.metrics.quotations.speakers.descriptions import Descriptions
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.named_companies import is_company
from collectors.metrics.quotations.speakers.names import (
    BETWEEN,
    BREAKS,
    NAME_WORDS,
    RUN,
    TITLES_AND_ROLES,
    after_title,
    bare,
    describes,
    given_name,
    introduced,
    is_area,
    is_body,
    is_function,
    is_location,
    is_place,
    key_of,
    lowered,
    names_follow,
    names_itself,
    office_holder,
    role_before,
    strip_run,
    tidy,
)
from collectors.metrics.quotations.speakers.people import People, Person
from collectors.metrics.quotations.speakers.pronouns import Pronouns
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.speaker_sides import SpeakerSides
from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS, LAWS, PEOPLE_WORDS, ROLE_WORDS
from collectors.metrics.quotations.speakers.spellings import declared_names
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Actor, Span

#: Names in capitals of the speakers of a transcript: "KERNER: ...", "KERNER (voice-over): ...".
_TRANSCRIBED = re.compile(r"^([^\W\d_a-z]{3,40})(?:: | \()", re.MULTILINE)
_SHORT = 3  # fewest letters of a relay's name that is enough alone; fewer need the words around it: "state TV"
_OFFICES = word_set("en.people.offices_of_who_spoke")
_INDEFINITE = word_set("en.people.indefinites")
_INDEFINITE_NUMBERS = word_set("en.people.indefinite_numbers")
_COMPOUND = re.compile(r"-[a-z]{3,}$")
#: A word in small letters after a capitalised one, which is then its adjective.
_GOES_ON = re.compile(rf" (?!(?:{alternatives('en.names.name_continuations')})\b)[a-z]")


class SpeakerResolver:
    """Resolves the speakers of one text, in reading order.

    Args:
        text: The text.
        actors: The event's people and bodies.
        sides: The sides of offices, bodies and countries; None for no sides.
        scene: The text's sentences and marks; with None they are found here.
    """

    def __init__(
        self,
        text: str,
        actors: Sequence[Actor] = (),
        sides: SpeakerSides | None = None,
        scene: TextScene | None = None,
    ) -> None:
        self._text = text
        self._scene = scene or TextScene(text)
        self._declared = declared_names(actors)
        self._sides = sides or SpeakerSides()
        self._people = People(self._scene, self._declared.person_called)
        self._bodies = Bodies(self._scene)
        self._descriptions = Descriptions(self._scene, self._people, self._declared)
        self._transcribed = frozenset(_TRANSCRIBED.findall(text))
        self._unknown: dict[str, str] = {}  # head of a description -> the first description with it
        self._pronouns = Pronouns(self._scene, self._people, self._bodies)

    def resolve(self, span: Span | None, said: Iterable[Span] = ()) -> ResolvedSpeaker:
        """Return the person, body or description to which a speaker's words refer.

        Args:
            span: The speaker's words; None for an unattributed quotation.
            said: The passages of speech; people named only in these are no referents of pronouns.
        """
        if span is None:
            return ResolvedSpeaker(None, "unattributed")
        words = NAME_WORDS.findall(self._text[span.start : span.end])
        head = NAME_WORDS.findall(self._text[span.start : span.end].partition(",")[0]) or words
        if not words or head[-1].lower() in LAWS or is_function(words):
            return ResolvedSpeaker(None, "unattributed")
        outside = [(first, end) for first, end in said]
        found = (
            self._pronoun(words, span, outside)
            or self._several(span, words)
            or self._office(span)
            or self._titled(span, words)
            or self._adorned(words)
            or self._unnamed(words, span)
            or self._named(span, words)
            or self._described(words, span)
        )
        placed = self._with_side(self._company(found, span), span)
        self._remember(placed, span)
        return placed

    def _company(self, found: ResolvedSpeaker, span: Span) -> ResolvedSpeaker:
        """Take a name of unknown first name for a company's where the text shows that it is one."""
        if found.kind != "person" or not found.name or found.actor:
            return found
        key = self._people.find(found.name.split())
        person = self._people[key] if key else None
        known = person is not None and (person.titles or person.gender or person.full != found.name)
        is_no_person = not known and is_company(self._text, found.name, span.start, span.end)
        return replace(found, kind="body") if is_no_person else found

    def relay(self, span: Span | None) -> str | None:
        """Return the name of a relay without its article, of a description its agency's; None without a relay."""
        if span is None:
            return None
        surface = bare(self._surface(span))
        runs = [match.group() for match in RUN.finditer(surface)]
        named = [run for run in runs if len(run) > 1 and describes(NAME_WORDS.findall(run)) is False]
        plain = not named or len(named[-1]) < _SHORT or surface.endswith("s") or not surface[:1].islower()
        return surface if plain else named[-1]

    def _with_side(self, found: ResolvedSpeaker, span: Span) -> ResolvedSpeaker:
        """Add the final kind, side and role to a resolved speaker."""
        if found.name is None:
            return found
        surface = self._surface(span)
        kind = self._sides.kind(found.kind, found.name, surface)
        actor = self._declared.find(found.name) if found.actor else None
        beside = [surface]
        if kind == "person":
            key = self._people.find(found.name.split())
            beside += self._people[key].beside if key else []
        inside = self._declared.inside(NAME_WORDS.findall(surface)) if kind != "person" and not actor else None
        if kind == "body" and actor is None:
            beside += self._bodies.fuller(found.name, span.start)
        side, role = self._sides.place(kind, found.name, beside, actor, inside)
        return replace(found, kind=kind, side=side, role=role)

    def _remember(self, found: ResolvedSpeaker, span: Span) -> None:
        """Remember who spoke, for later pronouns and short descriptions."""
        if found.kind in ("anonymous", "office", "group") and found.name:
            for word in NAME_WORDS.findall(found.name.lower()):
                if word in PEOPLE_WORDS:
                    self._unknown.setdefault(word, found.name)
        self._pronouns.remember(found, span)
        if found.kind in ("body", "country", "thing") and found.name:
            self._bodies.spoke(span.start, span.end, found.name, found.kind)
        if found.kind == "person" and found.name:
            self._people.spoke(span.start, found.name)

    def _pronoun(self, words: list[str], span: Span, outside: list[tuple[int, int]]) -> ResolvedSpeaker | None:
        """Resolve a pronoun, None if the words are no pronoun."""
        meant = self._pronouns.meant(words, span, outside)
        if isinstance(meant, Person):
            return self._person(meant)
        if isinstance(meant, str):
            return self._called(meant)
        return replace(meant, actor=self._actor(meant.name)) if meant and meant.kind in ("body", "country") else meant

    def _person(self, person: Person) -> ResolvedSpeaker:
        return ResolvedSpeaker(self._full(person.full), "person", self._actor(person.full))

    def _called(self, name: str) -> ResolvedSpeaker:
        """Return a person by the full name that the text or the event has for this name."""
        key = self._people.find(name.split())
        return (
            self._person(self._people[key]) if key else ResolvedSpeaker(self._full(name), "person", self._actor(name))
        )

    def _office(self, span: Span) -> ResolvedSpeaker | None:
        """Return the person named at a description's end: after an office or comma, or in "who gave her name as"."""
        surface = self._surface(span)
        name = given_name(surface) or introduced(surface) or " ".join(office_holder(surface))
        return self._called(name) if name else None

    def _several(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        """Resolve a list of countries or bodies: "Germany, France and Italy"."""
        surface = self._surface(span)
        parts = [part for part in BETWEEN.split(surface) if part]
        if len(words) > 14 or len(parts) < 2 or not all(is_body(bare(part).split()) for part in parts):
            return None
        if any(describes(NAME_WORDS.findall(part)) or part.lower().startswith(("a ", "an ")) for part in parts):
            return None  # an apposition: "study co-author Ann Berg, a Space Agency fellow"
        return ResolvedSpeaker(bare(surface), "body")

    def _unnamed(self, words: list[str], span: Span) -> ResolvedSpeaker | None:
        """Resolve a description that ends in people without a name: "Western leaders", "Residents of the town"."""
        words = NAME_WORDS.findall(self._text[span.start : span.end].split(",")[0]) or words
        if words[0][0].isupper() and words[0].lower() in PEOPLE_WORDS and words[0].lower() not in TITLES_AND_ROLES:
            return ResolvedSpeaker(self._description(span), "unnamed")
        head = 0
        while head < len(words) and words[head].lower() not in BREAKS:
            head += 1
        surface, last = self._text[span.start : span.end], words[head - 1]
        named = names_follow(surface) or any(role_before(surface, match.start()) for match in RUN.finditer(surface))
        if head == 0 or named:
            return None
        party = last in ("Republicans", "Democrats")
        people = last.lower() in PEOPLE_WORDS and (party or not (last[0].isupper() and head > 1))
        if people and last.lower() in ROLE_WORDS and words[0].lower() == "the":
            return None
        several = last.islower() and last.endswith("s") and not last.endswith("ss") and not is_body(words[:head])
        if people and words[0].lower() == "the" and head == len(words) == 2 and last in self._unknown:
            return ResolvedSpeaker(self._unknown[last], "unnamed")  # "the diplomat" after "an Indian diplomat"
        if people or several or words[0].lower() in _INDEFINITE:
            return ResolvedSpeaker(self._description(span), "unnamed") if people or not is_body([last]) else None
        return None

    def _adorned(self, words: list[str]) -> ResolvedSpeaker | None:
        """Resolve a known person after an adjective: "a desperate Vladimir Putin today"."""
        if words[0].lower() not in ("a", "an", "the"):
            return None
        words = words[: next((index for index, word in enumerate(words) if word.lower() in BREAKS), len(words))]
        for size in (3, 2, 1):
            for place in range(1, len(words) - size + 1):
                name = words[place : place + size]
                if not BODY_WORDS.isdisjoint(words[place + size : place + size + 1]):
                    continue  # "the Biden administration"
                plain = all(word[0].isupper() and not word.endswith(("'s", "’s")) for word in name)
                if plain and (size > 1 or self._declared.person_called(name[0])) and self._is_person(name):
                    return self._called(" ".join(name))
        return None

    def _is_person(self, name: list[str]) -> bool:
        hit = self._declared.find(" ".join(name))
        return (hit is not None and hit.kind == "person") or self._people.find(name) is not None

    def _titled(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        """Resolve a country's or body's office without a name: "Ukraine's president", "the NATO secretary general".

        It refers to the last person named with that title, else it stays a description.
        """
        if len(words) < 2 or len(words) > 6 or words[-1] not in TITLES_AND_ROLES or "," in self._surface(span):
            return None
        if not any(word[0].isupper() and is_body([key_of(word)]) for word in words) and "'s" not in self._surface(span):
            return None
        return self._referent(span) or ResolvedSpeaker(self._description(span), "unnamed")

    def _referent(self, span: Span) -> ResolvedSpeaker | None:
        """Resolve a definite description to a person; unresolved if two people fit, None if nobody fits."""
        meant = self._descriptions.meant(self._surface(span), span.start)
        if meant is None:
            return None
        return self._person(meant.person) if meant.person else ResolvedSpeaker(self._description(span), "unresolved")

    def _description(self, span: Span) -> str:
        return lowered(re.sub(r",?\s+(?:who|which|that)$", "", self._surface(span)))

    def _named(self, span: Span, words: list[str]) -> ResolvedSpeaker | None:
        surface = self._text[span.start : span.end]
        head, comma, rest = surface.partition(",")
        office = comma and set(NAME_WORDS.findall(head.lower())) & ROLE_WORDS
        if office and RUN.match(rest.strip()) and not names_itself(head):
            surface = rest  # "The U.N. political chief, Rosemary DiCarlo,"
        actor = self._declared.find(tidy(surface))
        runs = list(RUN.finditer(surface))
        last = name_at_end(surface, runs)
        runs = [run for run in runs if run is last or not is_belonging(surface, run)]
        for match in sorted(
            runs, key=lambda run: (run is not last, not role_before(surface, run.start()), run.start())
        ):
            found = self._run(match, surface, words, actor)
            if found:
                common = found.kind == "person" and not found.actor and self._opens_as_common_word(found.name, span)
                return ResolvedSpeaker(None, "unattributed") if common else found
        return ResolvedSpeaker(actor.name, actor.kind, actor.id) if actor else None

    def _opens_as_common_word(self, name: str | None, span: Span) -> bool:
        """Whether a name is one word with its capital from the sentence's start: "Occupation of part of Ukraine"."""
        start = span.start
        if not name or " " in name or not self._text.startswith(name, start) or gender_of_first_name(name.lower()):
            return False
        opens = self._scene.sentence_start(start) == start
        return opens and self._people.find([name]) is None and self._scene.is_common_word(start + len(name))

    def _run(self, match: re.Match[str], surface: str, words: list[str], actor: Actor | None) -> ResolvedSpeaker | None:
        """Return the speaker named by one capitalised run of its words, None if the run does not name it."""
        run, _ = strip_run(match.group(), 0)
        name = after_title(run)
        adjective = _GOES_ON.match(surface, match.end()) or _COMPOUND.search(match.group())
        if len(run) == 1 and adjective and self._people.find(run) is None:
            return None  # "Russian state news agency RIA Novosti", "Moscow-backed"
        return self._by_name(name, match, surface, words, actor) if name else None

    def _by_name(
        self, name: list[str], match: re.Match[str], surface: str, words: list[str], actor: Actor | None
    ) -> ResolvedSpeaker | None:
        joined = " ".join(name)
        known = self._people.find(name)
        person = self._people[known] if known else None
        told = self._declared.find(joined)
        alone = person is None and len(name) == 1 and not is_body(name) and role_before(surface, match.start())
        if alone or (told and told.kind == "person"):  # alone: "NATO chief Stoltenberg"
            return ResolvedSpeaker(told.name, told.kind, told.id) if told else ResolvedSpeaker(joined, "person")
        if is_body(name) or (words[0].lower() == "the" and person is None):
            lead = surface[: match.start()].strip()
            if lead and lead == lead.lower() and " " in lead and is_body(lead.split()):
                return ResolvedSpeaker(joined, "body", self._actor(joined))  # "the state company Energoatom"
            return self._body(surface, joined, words)
        leading = match.start() < 40 or match.end() > len(surface) - 3
        if leading and (person or actor):
            full = self._full(person.full) if person else ""
            named = self._declared.find(full) or actor
            return ResolvedSpeaker(named.name, named.kind, named.id) if named else ResolvedSpeaker(full, "person")
        if match.start() and {word.lower() for word in words} & (PEOPLE_WORDS | ROLE_WORDS):
            return None
        place = is_place(name) or is_area(name) or is_location(name)
        initials = len(name) == 1 and joined.isupper() and joined not in self._transcribed
        kind = "body" if place or initials else "person"
        return ResolvedSpeaker(joined, kind, self._actor(joined))

    def _body(self, surface: str, joined: str, words: list[str]) -> ResolvedSpeaker:
        low = {word.lower() for word in words}
        if low & PEOPLE_WORDS and not is_body([words[-1]]) and words[0].lower() in _INDEFINITE_NUMBERS:
            return ResolvedSpeaker(tidy(surface), "unnamed")
        if describes(words) and self._actor(joined) is None:
            return ResolvedSpeaker(lowered(tidy(surface)), "unnamed")
        name = bare(tidy(surface))
        return ResolvedSpeaker(name, "body", self._actor(name) or self._actor(joined))

    def _described(self, words: list[str], span: Span) -> ResolvedSpeaker:
        """Resolve a title without a name ("the president") to the nearest person with it; others stay unnamed."""
        low = [word.lower() for word in words]
        definite = low[0] in ("the", "his", "her", "their") and len(low) <= 6
        if definite and low[-1] in PEOPLE_WORDS | ROLE_WORDS and low[-1] in self._unknown and len(low) <= 4:
            return ResolvedSpeaker(self._unknown[low[-1]], "unnamed")  # "the diplomat" after "an Indian diplomat"
        if definite and low[0] == "the" and not self._sides.is_plural_or_thing(self._surface(span)):
            found = self._referent(span)
            if found:
                return found
        spoke = self._people.spoke_last(span.start)
        if definite and low[0] == "the" and spoke and not self._pronouns.somebody_unnamed:
            person = self._people[spoke[1]]
            untitled = len(low) == 2 and low[1] in _OFFICES and not person.titles
            if "year-old" in low[-1] or untitled:  # "the governor" said of the man who has just spoken
                return self._person(person)
        if not set(low) & PEOPLE_WORDS and is_body(low):
            name = bare(self._surface(span))
            return ResolvedSpeaker(name, "body", self._actor(name))
        return ResolvedSpeaker(self._description(span), "unnamed")

    # --- names and actors

    def _surface(self, span: Span) -> str:
        return tidy(self._text[span.start : span.end])

    def _full(self, name: str) -> str:
        hit = self._declared.find(name)
        return hit.name if hit else name

    def _actor(self, name: str | None) -> str | None:
        if not name:
            return None
        hit = self._declared.find(name)
        return hit.id if hit else None

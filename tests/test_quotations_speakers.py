"""Who is quoted: pronouns, titles, namesakes, the unnamed, and the event's people under what news calls them."""

from __future__ import annotations

import pytest

from collectors.model import Actor
from tests.support.quotations_found import contents, found


def test_pronouns_and_titles_go_to_the_nearest_fitting_person() -> None:
    text = (
        "President Anton Rell met farmers in Oster. The president promised that prices would not rise.\n\n"
        "Agriculture Minister Sofia Lund was less certain. “Spring is a long way off,” she said."
    )
    assert [q.speaker_name for q in found(text)] == ["Anton Rell", "Sofia Lund"]


def test_actors_are_recognised_by_alias() -> None:
    rell = Actor("rell", "Anton Rell", ("Rell", "President Rell"), "north", "leader")
    council = Actor("council", "Baltic Council", ("the Council",), "west", "body", "body")
    text = "Mr Rell said that nobody would be left behind. The Baltic Council said it would watch the border."
    assert [(q.speaker_name, q.actor) for q in found(text, (rell, council))] == [
        ("Anton Rell", "rell"),
        ("Baltic Council", "council"),
    ]


# --- who is meant: the event's people under what news calls them

PEOPLE = (
    Actor("adviser", "Jonas Kallas", ("Kallas",), "west", "government"),
    Actor("head", "Denys Orlenko", ("Orlenko",), "occupation", "occupation-official"),
    Actor("chancellor", "Ilse Brandt", ("Brandt",), "west", "leader"),
    Actor("chief", "Piet Maas", ("Maas",), "west", "alliance"),
    Actor("palace", "Kremlin", ("the Kremlin",), "russia", "government", "body"),
)


@pytest.mark.parametrize(
    ("text", "name", "kind", "actor"),
    [
        ("National security adviser Jonas Kallas said the ballots would fail.", "Jonas Kallas", "person", "adviser"),
        ("Head of the DPR Denys Orlenko said that the turnout had been high.", "Denys Orlenko", "person", "head"),
        ("Germany's Ilse Brandt said the results would never be accepted.", "Ilse Brandt", "person", "chancellor"),
        ("In a statement, NATO chief Maas said the votes had no force.", "Piet Maas", "person", "chief"),
        ("MOSCOW (Volga Wire) - The Kremlin said on Monday that the talks would go on.", "Kremlin", "body", "palace"),
        ("The Russian Constitution says that the regions can join.", None, "unattributed", None),
        ("France's president said that nothing would change.", "France's president", "office", None),
        ("Anna Berg met reporters. She said the bridge was open.", "Anna Berg", "person", None),
        ("“We were told nothing,” said a senior diplomat, who asked not to be named.",
         "a senior diplomat, who asked not to be named", "anonymous", None),
    ],
)  # fmt: skip
def test_speakers_are_the_events_people(text: str, name: str | None, kind: str, actor: str | None) -> None:
    assert (name, kind, actor) in [(q.speaker_name, q.speaker_kind, q.actor) for q in found(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "name", "kind", "said"),
    [
        ("A senior official, who asked not to be named, said the order had come by telephone.",
         "a senior official, who asked not to be named", "anonymous", "the order had come by telephone"),
        ("An official, who spoke on condition of anonymity because talks went on, told the paper the deal was dead.",
         "an official, who spoke on condition of anonymity because talks went on", "anonymous", "the deal was dead"),
        ("A Kremlin source, who declined to be identified, confirmed that the decision had been taken in August.",
         "a Kremlin source, who declined to be identified", "anonymous", "the decision had been taken"),
        ("Mayor of Melitsk Ivan Fedoryn wrote that soldiers were going from flat to flat with ballot boxes.",
         "Ivan Fedoryn", "person", "soldiers were going from flat to flat"),
        ("Lukan regional governor Serhiy Haidenko said the turnout had been invented.", "Serhiy Haidenko", "person",
         "the turnout had been invented"),
        ("Head of the Dorsk People's Republic Denis Pushkarin wrote on Telegram that the vote would begin on Friday.",
         "Denis Pushkarin", "person", "the vote would begin on Friday"),
        ("Deputy head of the occupation administration Kirill Stremin said in a video posted on Telegram that it was theirs.", "Kirill Stremin", "person", "it was theirs"),
        ("Exiled Melitsk mayor Ivan Fedoryn told the BBC that turnout was below 10 percent.", "Ivan Fedoryn", "person",
         "turnout was below 10 percent"),
        ("President of the European Commission Ursula von der Linden announced a new package of sanctions.",
         "Ursula von der Linden", "person", "a new package of sanctions"),
        ("Voting would be held door to door, the state agency Volga Wire reported.", "Volga Wire", "body",
         "Voting would be held door to door"),
        ("A man who gave his name as Oleksiy said: “I voted no. What difference does it make?”", "Oleksiy", "person",
         "I voted no"),
        ("Larysa, 68, who did not want to give her surname, said two soldiers had waited in the kitchen.", "Larysa",
         "person", "two soldiers had waited"),
        ("Her French counterpart, Luc Moreau, called the plan “a travesty”.", "Luc Moreau", "person", "a travesty"),
        ("Senator Jon Kane, Republican of Westland, said the bill was dead.", "Jon Kane", "person", "the bill was dead"),
        ("Rep. Steve King (R-Westland) said the vote was off.", "Steve King", "person", "the vote was off"),
        ("White House spokesman Bill Burke said the president was at work.", "Bill Burke", "person",
         "the president was at work"),
        ("A spokesman for Westland Media Inc., the paper's owner, said the matter was closed.",
         "a spokesman for Westland Media Inc., the paper's owner", "office", "the matter was closed"),
        ("A spokeswoman for the National Security Council, Adrienne Watt, said talks would follow.", "Adrienne Watt",
         "person", "talks would follow"),
        ("The governor of the Zaporin region, Oleksandr Starun, said on Telegram that 30 people were killed.",
         "Oleksandr Starun", "person", "that 30 people were killed"),
        ("Moscow-appointed officials in Khersk, where a third of the people has fled, say 87% voted in favour.",
         "Moscow-appointed officials in Khersk, where a third of the people has fled", "group", "87% voted in favour"),
        ("The votes are “a show”, Ukraine's foreign ministry said in a statement on its website, urging allies to act.",
         "Ukraine's foreign ministry", "body", "The votes are “a show”"),
        ("Mr. Orlan, in a televised address, accused the West of “nuclear blackmail”.", "Orlan", "person",
         "nuclear blackmail"),
    ],
)  # fmt: skip
def test_titles_places_and_relative_clauses(text: str, name: str, kind: str, said: str) -> None:
    got = [(q.speaker_name, q.speaker_kind) for q in found(text) if said in " ".join(contents(text, q))]
    assert got == [(name, kind)]


def test_what_nobody_is_said_to_fear_is_unattributed() -> None:
    text = "The Council of the Baltic met. It is feared that the votes will be followed by a call-up of reservists."
    assert [(q.speaker_name, q.speaker_kind) for q in found(text) if q.cue] == [(None, "unattributed")]


def test_a_pronoun_goes_to_the_unnamed_person_who_has_just_spoken() -> None:
    text = (
        "Ursula Leyen said the ballots were worthless.\n\n“They came at nine,” said a woman in Melitsk. “With a list.” "
        "She said her mother had signed."
    )
    assert found(text)[-1].speaker_name == "a woman in Melitsk"


def test_namesakes_and_first_names_keep_apart() -> None:
    text = (
        "Petro Savko met his sister, Liubov Savko, at the ferry. “We stay,” Liubov Savko said. “I go,” Petro said. "
        "“Then go,” Liubov said."
    )
    assert [q.speaker_name for q in found(text)] == ["Liubov Savko", "Petro Savko", "Liubov Savko"]

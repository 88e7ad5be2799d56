"""English words that end a noun phrase, and words for people and powers. Written for this project; edit them freely."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DETERMINERS = _set("the a an this these those some any every each all another such no")
POSSESSIVES = _set("his her its their our my your whose")

#: Never inside a noun phrase: closed classes, and verbs that news writes next to names.
STOPS = _set(
    """
    both whatever anything about above across after against along amid among and around as at because before behind
    below beneath beside between beyond but by despite down during except for from if in inside into like near nor
    of off on once onto or out over per since so than though through throughout till to toward towards under unless
    until up upon versus via when where whereas whether while with within without yet that which who whom what why
    how there here then now he she it they we you i him them us me himself herself itself themselves is are was
    were be been being am has have had having do does did doing done will would shall should can could may might
    must not never also only just even still already again ever too very more most less least much many said says
    say saying told tells tell asked asks called calls added adds wrote writes argued argues warned warns insisted
    insists denied denies claimed claims suggested suggests noted notes replied announced announces met meets meet
    went goes go came comes come took takes take made makes make gave gives give got gets get held holds hold kept
    keeps keep left leaves let lets put puts saw sees see sent sends send set sets sought seeks seek spoke speaks
    speak stood stands stand thought thinks think won wins win lost loses lose ran runs run began begins begin
    became becomes become brought brings bring fell falls fall felt feels feel found finds find knew knows know led
    leads lead meant means mean paid pays pay read reads rose rises showed shows show shot struck strikes told
    understood understands withdrew withdraws wants want needs need hopes hope plans faces looks look seems seem
    appears appear remains remain continues continue expects expect believes believe refuses refuse agrees agree
    tries try uses helps urges urge vows vow threatens threaten fires hits visits arrives according including last
    next today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december however meanwhile instead rather perhaps yes
    no ago later earlier soon often
    """
)

#: Heads of a description of one person. Before a name they are titles; after "the" they may replace the name.
PERSONS = _set(
    """
    president leader chancellor minister premier director chief head secretary chairman chairwoman chairperson
    governor mayor adviser advisor aide ambassador envoy emissary senator congressman congresswoman candidate
    nominee rival counterpart successor predecessor dictator strongman ruler despot autocrat tyrant tycoon
    billionaire businessman businesswoman developer celebrity star politician lawmaker lawyer attorney counsel
    prosecutor judge general commander official spokesman spokeswoman spokesperson democrat republican conservative
    liberal populist hardliner king queen prince princess pope patriarch man woman person boss incumbent executive
    operative veteran ally friend foe enemy critic supporter loyalist insider outsider hostage prisoner suspect
    defendant criminal terrorist fighter rebel separatist militant warlord oligarch proxy puppet deputy professor
    expert analyst author journalist negotiator spy agent captor executioner
    """
)

#: Heads of a description of a country or its power.
POWERS = _set(
    """
    government administration regime state country nation power republic kingdom federation leadership authorities
    officials forces army military troops parliament presidency ministry side delegation dictatorship junta rulers
    leaders negotiators diplomats agents intelligence embassy superpower neighbour neighbor
    """
)

#: Titles that come directly before a name and do not describe anybody by themselves.
TITLES = _set("mr mrs ms miss dr sir lord dame prof sen rep gov gen col lt sgt capt maj rev st")

#: Heads of a body's name or description, with the heads of powers.
BODIES = POWERS | _set(
    """
    department agency office court council committee commission congress senate house police guard bureau service
    party media university bank board union coalition team staff campaign lawmakers ministers senators voters
    citizens people troops soldiers prosecutors investigators hackers spies operatives negotiators politicians
    """
)

#: Adjectives that open a phrase without a determiner.
OPENING_ADJECTIVES = _set(
    "former senior top other newly-minted ex incoming outgoing acting deputy late then-president first current new "
    "several two three four some many so-called self-styled self-proclaimed"
)

#: Heads that carry meaning alone: "the dictator" does, while "the president" and "the country" only replace a name.
TELLING = _set(
    """
    dictator strongman ruler despot autocrat tyrant warlord oligarch proxy puppet terrorist criminal militant captor
    executioner regime dictatorship junta rulers superpower hostage
    """
)


def says_little(phrase: str) -> bool:
    """Whether a phrase is only a stand-in for a name: "the country", "his army", "their leaders"."""
    words = phrase.lower().split()
    said = [word for word in words if word not in DETERMINERS | POSSESSIVES]
    if not said:
        return True
    return len(said) == 1 and said[0] in (PERSONS | POWERS) - TELLING

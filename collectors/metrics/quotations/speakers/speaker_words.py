"""Words that show what a speaker is: titles, roles, bodies, people without a name, places. Written for this project."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string as a set."""
    return frozenset(words.split())


#: Titles before a name; never names themselves.
TITLE_WORDS = word_set(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady baroness rev reverend father sister sen senator rep
    representative gov governor president vice-president premier chancellor king queen prince princess pope
    patriarch general gen lt-gen maj-gen colonel col lieutenant lt major maj captain capt sergeant sgt admiral
    commander cmdr judge justice ambassador mp mep cllr councillor congressman congresswoman congressmember
    speaker marshal detective inspector constable corporal commissioner ombudsman ombudswoman dictator strongman
    warlord autocrat sens reps govs gens drs profs messrs
    """
)

#: Roles of a person, found before a name ("foreign minister X"), after it (", a teacher") or alone ("the mayor").
ROLE_WORDS = word_set(
    """
    president chancellor minister premier leader head chief chair chairman chairwoman chairperson director
    secretary secretary-general governor mayor deputy adviser advisor aide spokesman spokeswoman spokesperson
    ambassador envoy senator congressman congresswoman lawmaker legislator prosecutor lawyer attorney judge
    analyst professor historian economist scholar researcher expert scientist author writer journalist reporter
    editor correspondent columnist anchor host strategist consultant pollster manager founder owner executive
    ceo whip teacher doctor nurse farmer engineer driver student pensioner resident soldier officer commander general
    colonel candidate nominee senior mother father wife husband son daughter brother sister monitor observer
    diplomat official volunteer activist campaigner priest bishop pastor rabbi imam coach player actor actress
    singer worker miner baker librarian headmaster headmistress clerk
    """
)

#: Words that make any name that holds one a name of a body.
BODY_WORDS = word_set(
    """
    ministry office department agency government administration cabinet parliament senate congress council
    committee commission court police army navy force forces military staff party union league alliance bloc
    organisation organization institute institution university college school academy association federation
    foundation society centre center bank fund company corporation corp inc ltd group firm board bureau service
    network channel station newspaper journal magazine times post tribune herald gazette guardian telegraph news
    agency press wire radio television tv broadcaster website kremlin nato eu un u.n us u.s uk u.k usa osce imf
    who fbi cia nsa pentagon downing whitehall bundestag duma rada verkhovna embassy consulate
    mission headquarters authority authorities campaign team community communities republic republics federation
    nations hospital church study report survey poll data statement communique letter document documents law
    bill act treaty constitution charter resolution ruling spokesperson's cnn bbc msnbc npr pbs abc cbs nbc
    mod politico axios huffpost buzzfeed breitbart bloomberg sputnik rt
    reuters tass afp dpa ap interfax ukrinform xinhua uefa fifa nasa interpol opec unesco unicef gazprom rosatom spacex
    tesla google facebook twitter microsoft netflix hamas hezbollah taliban command brigade battalion regiment corps
    fleet squadron directorate inspectorate militia chamber presidium
    """
)

#: Head nouns of descriptions without a name.
PEOPLE_WORDS = word_set(
    """
    official officials source sources people person man woman men women resident residents analyst analysts
    expert experts critic critics supporter supporters opponent opponents observer observers diplomat diplomats
    lawmaker lawmakers spokesman spokeswoman spokesperson aide aides adviser advisers advisor advisors insider
    insiders witness witnesses neighbour neighbours neighbor neighbors relative relatives friend friends
    colleague colleagues soldier soldiers officer officers protester protesters voter voters activist activists
    leader leaders republicans democrats senators politician politicians economist economists historian
    historians researcher researchers scientist scientists lawyer lawyers teacher teachers pensioner pensioners
    driver drivers student students worker workers farmer farmers reporter reporters journalist journalists
    anyone everyone someone somebody nobody none another others parents mother father volunteer volunteers wife husband
    son daughter brother sister widow sons daughters brothers sisters
    ministers minister prosecutors prosecutor governments capitals reader readers user users
    partisans guard guards villagers locals commuters families family mourners passengers refugees conscripts recruits
    monitor monitors envoy envoys doctors doctor nurse nurses employees employee guests campaigner campaigners
    """
)

#: Words that end the name of a place or field; capitalised words after them are another name.
AREA_WORDS = word_set(
    """
    region regions oblast province district county city town village state states republic republics krai raion
    area territory territories peninsula street avenue square road river sea island islands mountains station airport
    hotel
    affairs relations defence defense security justice finance health education energy
    """
)

#: Texts that are cited but are no speakers.
LAWS = word_set("constitution law laws bill treaty charter act code decree")

MALE = word_set(
    """
    mr sir lord king prince father spokesman chairman congressman husband son brother pope actor headmaster
    """
)
FEMALE = word_set(
    """
    mrs ms miss dame lady baroness queen princess spokeswoman chairwoman congresswoman wife mother daughter
    actress headmistress
    """
)

#: Countries and cities that news uses for their governments, in lower case without full stops.
PLACES = frozenset(
    part.strip()
    for part in """
russia, ukraine, germany, france, britain, england, scotland, italy, spain, poland, turkey, china, india, japan,
iran, israel, the united states, united states, america, the us, us, usa, uk, united kingdom, the united kingdom,
canada, mexico, brazil, cuba, australia, belarus, moldova, romania, hungary, serbia, bulgaria, greece, austria,
switzerland, sweden, norway, finland, denmark, estonia, latvia, lithuania, netherlands, belgium, ireland, portugal,
czech republic, slovakia, slovenia, croatia, georgia, armenia, azerbaijan, kazakhstan, syria, iraq, egypt,
saudi arabia, south africa, nigeria, kenya, pakistan, afghanistan, south korea, north korea, taiwan, vietnam,
indonesia, moscow, kyiv, kiev, washington, berlin, paris, london, brussels, beijing, ankara, delhi, new delhi,
warsaw, budapest, vienna, rome, madrid, tokyo, tehran, jerusalem, geneva, minsk, vilnius, riga, tallinn, crimea,
donbas, donbass, donetsk, luhansk, lugansk, kherson, zaporizhzhia, zaporozhye, melitopol, mariupol, europe,
the west, west, european union, the european union, united nations, the united nations, white house,
the white house, supreme court
""".replace("\n", " ").split(",")
)

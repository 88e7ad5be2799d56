"""Words by which the form of a headline or lead is recognised; `headline_forms` reads the forms."""

from __future__ import annotations

from collectors.metrics.quotations.speakers.speaker_words import word_set

SAYS = word_set(
    """says say said warns warn warned claims claim claimed reports report reported announces announced insists
    insisted tells told confirms confirmed argues vows vowed adds admits alleges
    promised promises predicted predicts believes suggests stated states"""
)
#: Those that may come before their subject in a headline: "..., says border guard".
INVERTED = word_set("says warns claims reports insists announces vows alleges")
#: Those that report a clause behind them in a headline: "Lavrov claims referendums show ...".
SAYS_CLAUSE = word_set("says say said warns warn claims claim insists insist believes argues admits alleges vows")
DASHES = ("-", "–", "—", "―")
ENDS = word_set(". ! ? …")
ADVERBIAL = word_set(
    """in on at by for from with after before during when while as if asked speaking writing according citing despite
    meanwhile however although though since until because under amid besides instead but and"""
)
NO_SPEAKER = word_set(
    """update updates live breaking exclusive watch video analysis explainer opinion war news latest live-updates photos
    read more related warning factbox timeline key"""
)
#: Heads of descriptions that speak before a colon: "Kharkiv official: ...", "Experts: ...".
HEADS = word_set("official officials expert experts analyst analysts source sources authorities media intelligence")
#: Those that also speak in small letters behind a colon: "Bus crash was an accident: police".
LAST_HEADS = HEADS | word_set("police prosecutors prosecutor minister ministry mayor governor president army military")
TOPIC = word_set("about on")  # "Stoltenberg about the vote: ...", "Putin on the war: ..."
QUESTIONS = word_set("what why how who when where which")
#: Words in capitals that announce pictures behind a headline: "..., - Putin. VIDEO".
PICTURES = word_set("video videos photo photos photoreport infographics infographic map maps live updated document")
CREDITS = word_set("image images picture pictures credit credits source sources illustration graphic file courtesy")
BEHIND = word_set(". & + / ( ) [ ] , ;")
BREAKS_OFF = word_set("as while amid")  # what follows is the outlet's own account
OTHER_ACCOUNT = word_set("following after despite ahead as while amid")  # behind a comma
NO_SUBJECT = ADVERBIAL | {"who", "which", "he", "she", "it", "they", "i", "we", "that"}
TIMES = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday on late early")
#: Words that show a clause and are in no noun phrase.
CLAUSE = word_set("is are was were be been will would has have had do does did can could may might must should not to")

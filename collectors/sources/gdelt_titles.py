"""GDELT's spelling: titles with a space around every mark, and languages by their English names."""

from __future__ import annotations

import re

#: GDELT's names of languages (its list of 65 translated ones, and English) -> ISO 639-1.
LANGUAGES = {
    "afrikaans": "af", "albanian": "sq", "arabic": "ar", "armenian": "hy", "azerbaijani": "az", "bengali": "bn",
    "bosnian": "bs", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi", "french": "fr",
    "galician": "gl", "georgian": "ka", "german": "de", "greek": "el", "gujarati": "gu", "hebrew": "he",
    "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "italian": "it", "japanese": "ja",
    "kannada": "kn", "kazakh": "kk", "korean": "ko", "latvian": "lv", "lithuanian": "lt", "macedonian": "mk",
    "malay": "ms", "malayalam": "ml", "marathi": "mr", "mongolian": "mn", "nepali": "ne", "norwegian": "no",
    "norwegian bokmal": "nb", "norwegian nynorsk": "nn", "persian": "fa", "polish": "pl", "portuguese": "pt",
    "punjabi": "pa", "romanian": "ro", "russian": "ru", "serbian": "sr", "sinhalese": "si", "slovak": "sk",
    "slovenian": "sl", "somali": "so", "spanish": "es", "swahili": "sw", "swedish": "sv", "tamil": "ta",
    "telugu": "te", "thai": "th", "tibetan": "bo", "turkish": "tr", "ukrainian": "uk", "urdu": "ur",
    "vietnamese": "vi",
}  # fmt: skip  # five to a line are easier to read

_AFTER = re.compile(r"([(\[{«„“‘$£€#@¿¡]) +")  # opening marks join the next word
_BEFORE = re.compile(r" +([)\]}»”’,;:!?%…]|\.(?!\w))")  # closing marks join the word before
_CLITIC = re.compile(r"(\w) ?(['’]) ?(s|t|re|ve|ll|d|m)\b", re.I)
_NUMBER = re.compile(r"(\d) ?([.,:]) (?=\d)")
_INITIALS = re.compile(r"\b([A-Z]) ?\. (?=[A-Z] ?\.)")
_INITIAL = re.compile(r"\b([A-Z]) \.")
_QUOTED = re.compile(r"([\"']) ([^\"']{1,300}) \1")


def joined(title: str) -> str:
    """Return a title without the spaces that GDELT puts around marks: "Putin ' s " becomes "Putin's".

    A dash or hyphen between spaces stays as it is, because GDELT writes both alike. The letters that GDELT loses (those
    with a byte A0 in UTF-8) cannot be restored, so a title from the page itself is always better.
    """
    text = _CLITIC.sub(r"\1\2\3", title)
    text = _QUOTED.sub(r"\1\2\1", text)
    text = _NUMBER.sub(r"\1\2", text)
    text = _INITIAL.sub(r"\1.", _INITIALS.sub(r"\1.", text))
    text = _BEFORE.sub(r"\1", _AFTER.sub(r"\1", text))
    return " ".join(text.split())

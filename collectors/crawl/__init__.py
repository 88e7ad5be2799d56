"""From a request to the bytes of its answer, with the manners of a guest: robots.txt, pacing, limits, an address guard.

`Fetcher` takes jobs and returns their answers; it keeps nothing. `frontier` remembers what was asked and decides what
is asked next. `collectors.collect` drives both.
"""

"""From a request to the bytes of its answer, as a guest: robots.txt, pacing, limits, an address guard.

`Fetcher` takes jobs and gives what became of them; it keeps nothing. What is asked next, and what is remembered of it,
is `frontier`; `collectors.collect` drives both.
"""

"""Links inside pages without a reload: a click on `a.px-link` becomes a change of address that Streamlit follows.

The links are ordinary addresses, so they can be copied, opened in a new tab, and followed without this script. A
link's `#at120` is scrolled to once the page has that element, and kept in view for a moment unless the reader scrolls.
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
const TRIES = 200  // of 150 ms: a busy server's page takes its time; another page ends the search
const HOLDS = 10  // what is drawn above afterwards, or Streamlit's own start at the top, would push it away
const seek = (id, tries, page = location.pathname, holds = HOLDS, moved = new AbortController()) => {
  if (location.pathname !== page || moved.signal.aborted) return
  const found = id && document.getElementById(id)
  if (found) {
    if (holds === HOLDS)
      for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"])
        addEventListener(kind, () => moved.abort(), { passive: true, signal: moved.signal })
    found.classList.add("m-here")
    found.scrollIntoView({ block: "center" })
    if (holds) setTimeout(() => seek(id, tries, page, holds - 1, moved), 150)
    else moved.abort()
  } else if (id && tries) setTimeout(() => seek(id, tries - 1, page, holds, moved), 150)
}
export default function () {
  const go = (event) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target.closest ? event.target.closest("a.px-link") : null
    if (!link || link.target === "_blank" || link.origin !== location.origin) return
    event.preventDefault()
    history.pushState({}, "", link.href.split("#")[0])
    window.dispatchEvent(new PopStateEvent("popstate"))
    seek(link.hash.slice(1), TRIES)
  }
  if (window.parallaxGo) document.removeEventListener("click", window.parallaxGo)
  else seek(location.hash.slice(1), TRIES)
  window.parallaxGo = go
  document.addEventListener("click", go)
  return () => document.removeEventListener("click", go)
}
"""

_listener = st.components.v2.component("parallax_links", html="<span></span>", js=_SCRIPT)


def follow() -> None:
    """Mount the listener."""
    _listener(key="parallax_links", height=1)

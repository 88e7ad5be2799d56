"""Links inside pages without a reload: a click on `a.px-link` becomes a change of address that Streamlit follows.

The links are ordinary addresses, so they can be opened in a new tab, copied, and followed without this. A link's
`#at120` is scrolled to once the page has it.
"""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
const TRIES = 200  // of 150 ms: a busy server's page takes its time; another page ends the search
const seek = (id, tries, page = location.pathname) => {
  if (location.pathname !== page) return
  const found = id && document.getElementById(id)
  if (found) {
    found.classList.add("m-here")
    found.scrollIntoView({ block: "center" })
  } else if (id && tries) setTimeout(() => seek(id, tries - 1, page), 150)
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
    """Mounts the listener."""
    _listener(key="parallax_links", height=1)

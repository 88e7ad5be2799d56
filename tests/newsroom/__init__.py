"""Servers on loopback that behave like news sites, well and badly, and remember every request."""

"""Blocks that pages are made of and that are no page themselves."""

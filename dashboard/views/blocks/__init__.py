"""Blocks that pages are made of and that are not pages themselves."""

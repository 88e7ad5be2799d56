"""Whose words they are: names, people, and what the words for a speaker point to."""

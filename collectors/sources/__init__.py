"""Where coverage is found: which addresses to ask for, and how to read the answers."""

"""Who the speakers are: names, people, bodies, and what pronouns and descriptions refer to."""

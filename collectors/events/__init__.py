"""What an event is made of: which articles belong, which tell one story, what was decided and what changed."""

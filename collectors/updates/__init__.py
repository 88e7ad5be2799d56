"""What is new in a data set since the one before it: articles, revisions, figures that moved; and feeds of that."""

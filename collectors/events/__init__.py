"""Work on whole events: membership, same-story groups, the review of doubtful articles, and revisions."""

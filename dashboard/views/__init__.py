"""One file per page; `common` holds the blocks they share. Views hold no SQL and no statistics."""

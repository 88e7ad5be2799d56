"""From a published data set to pages that people read: selection -> queries -> charts and markup -> views."""

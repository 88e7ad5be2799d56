"""From the web to a published row.

The path of an article: a source finds an `Entry`, the crawler fetches a `Page`, `extract` reads an `Article`, `events`
decides whether it belongs, `copies` marks wire copy and near-duplicates, `metrics` measures it, `store` keeps it with
its `Outcome`, `dataset` publishes a version, `compare` summarises per outlet, `export` writes the tables.
"""

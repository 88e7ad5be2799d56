"""The exported files, one module each. A new file needs a module with an `ExportedTable` and a line in `EXPORTS`."""

from __future__ import annotations

from collectors.export.exported_table import ExportedTable
from collectors.export.tables.articles_export import ARTICLES
from collectors.export.tables.marks_export import MARKS
from collectors.export.tables.membership_export import MEMBERSHIP
from collectors.export.tables.mentions_export import MENTIONS
from collectors.export.tables.quotations_export import QUOTATIONS

#: In the order in which they are written and listed in the codebook. comparison.csv comes before them; it is computed,
#: not read from a table.
EXPORTS: tuple[ExportedTable, ...] = (ARTICLES, QUOTATIONS, MENTIONS, MARKS, MEMBERSHIP)

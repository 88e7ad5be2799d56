"""What a run begins with: the first requests of its sources, and the pages of the given addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.crawl.frontier import FrontierItem
from collectors.sources.address_list import AddressList
from collectors.sources.source_protocol import Source, page_request


def first_items(sources: Mapping[str, Source], names: Sequence[str]) -> list[FrontierItem]:
    """Return the items that a run puts into its frontier first.

    Args:
        sources: The sources by their names.
        names: Names of the sources that this run asks, in their order.
    """
    items = [FrontierItem(request) for name in names for request in sources[name].start()]
    for source in (sources[name] for name in names):
        if isinstance(source, AddressList):
            items += [FrontierItem(page_request(entry, source.page_rate), entry) for entry in source.entries]
    return items

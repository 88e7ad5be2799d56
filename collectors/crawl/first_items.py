"""What a run begins with: the first requests of its sources, and the pages of the addresses that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from collectors.crawl.frontier import FrontierItem
from collectors.sources.address_list import AddressList
from collectors.sources.source_protocol import Source, page_request


def first_items(sources: Mapping[str, Source], names: Sequence[str]) -> list[FrontierItem]:
    """The items that a run puts into its frontier before anything else.

    Args:
        sources: By their names.
        names: Those that this run asks, in their order.
    """
    items = [FrontierItem(request) for name in names for request in sources[name].start()]
    for source in (sources[name] for name in names):
        if isinstance(source, AddressList):
            items += [FrontierItem(page_request(entry, source.page_rate), entry) for entry in source.entries]
    return items

"""The part of `parallax status` on collecting: each address that is read repeatedly, and what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from collectors.cli.console import print_table
from collectors.health import extraction_health, sources_health
from collectors.store import Store

#: Addresses listed by `status`; those with an alert come first.
MOST = 60


def print_health(store: Store) -> None:
    """Print the last success of each address, and the alerts."""
    addresses = sorted(
        sources_health(store, datetime.now(UTC)),
        key=lambda item: (not item.alert, item.event, item.outlet or "", item.url),
    )
    rows = [
        (
            address.outlet or "-",
            address.source,
            address.url,
            f"{address.last_success:%Y-%m-%d %H:%M}" if address.last_success else "never",
            address.alert,
        )
        for address in addresses[:MOST]
    ]
    if rows:
        print_table("collected from, UTC", ["outlet", "source", "address", "last success", "alert"], rows)
    if len(addresses) > MOST:
        typer.echo(f"... and {len(addresses) - MOST} more addresses")
    for (event, outlet), alert in extraction_health(store).items():
        typer.echo(f"{event}: pages of {outlet or 'no outlet'}: {alert}")

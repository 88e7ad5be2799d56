"""`parallax declare`: records contrasts before the articles are imported."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from collectors.cli.console import command, say
from collectors.cli.storing import catalogue_of
from collectors.config import Settings
from collectors.config.contrast_files import read_contrasts
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.store.declared_contrasts import declare, declared
from collectors.store.transactions import writing
from collectors.support.plurals import many


@command("declare")
def declare_(
    settings: Settings,
    file: Annotated[
        Path | None, typer.Argument(help="A contrasts file (data/README.md); without one, what was declared is listed.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file; record nothing.")] = False,
) -> None:
    """Declare which outlets you will compare in which figure, before you import: the Claims page says so.

    The contrasts, their hash, the time and how many articles of the event there already were go into the audit log,
    and into the next data set that is published. A contrast declared again keeps its first time.
    """
    if file is not None:
        contrasts, problems = read_contrasts(file, catalogue_of(settings))
        if problems:
            first, *others = sorted(problems)
            for problem in others[:20]:
                say(str(problem))
            raise ParallaxError(first.what, file=first.file, line=first.line, remedy=first.remedy)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if dry_run:
            say(f"contrasts: {len(contrasts)}, sha256 {digest}; nothing was recorded")
            return
        with Store(settings.store) as store, writing(store.engine) as connection:
            entry = declare(connection, contrasts, digest)
        already = entry.counts["articles"]
        imported = many(already, "article was", "articles were")
        when = f"after {imported} imported" if already else "before any article was imported"
        say(f"{many(len(contrasts), 'contrast')} declared {when}, sha256 {digest}")
        return
    with Store(settings.store) as store, store.reading() as connection:
        for row in declared(connection):
            figure = f"{row['figure']} {row['variant']}".strip()
            typer.echo(
                f"{row['declared_at']}\t{row['event']}\t{row['above']} above {row['below']}\t{figure}\t{row['voice']}\t"
                f"{row['articles_then']} articles\t{str(row['sha256'])[:12]}"
            )

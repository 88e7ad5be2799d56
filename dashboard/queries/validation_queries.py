"""The figures that hand-marked articles correct, where marks were imported."""

from __future__ import annotations

from pathlib import Path

from collectors.compare.validated_estimates import ValidatedEstimate
from collectors.validation.corrected_figures import validated_figures
from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, dataset


@cached_shared(4)
def validated(data: Data, event: str) -> dict[tuple[str, str], ValidatedEstimate]:
    """Return corrected figures by (metric, outlet), of all articles of good grade; empty where none are marked.

    Marks are kept beside the data sets, in the home or with the shipped ones.
    """
    home = Path(data.folder).parent.parent
    return validated_figures(dataset(data.home, data.version), event, home)

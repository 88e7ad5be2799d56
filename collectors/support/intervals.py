"""The confidence interval of a share: `count` of `of` trials."""

from __future__ import annotations

import math

Z = 1.959963984540054  # the normal distribution's 97.5th percentile


def wilson(count: float, of: float) -> tuple[float, float]:
    """Return the 95 % score interval of a share of independent trials (Wilson 1927, equation 4).

    Args:
        count: Successes, from 0 to `of`.
        of: Trials, above 0.

    Returns:
        The lower and upper bound, both from 0 to 1.
    """
    share, weight = count / of, Z * Z / of
    centre = (share + weight / 2) / (1 + weight)
    reach = Z * math.sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, centre - reach), min(1.0, centre + reach)

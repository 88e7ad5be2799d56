"""Turn values into what a browser draws: HTML, SVG, charts, the timeline and its colours. Pure functions only."""

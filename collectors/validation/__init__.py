"""Hand-marked samples: a sheet that draws articles by chance, and the figures that its marks correct.

`marking_sheet` draws, writes and reads the sheets; `corrected_figures` joins the marks with what was measured.
"""

"""Hand-marked samples: sheets that draw articles by chance, and the figures that their marks correct.

`sheet_forms` says what is counted (quotations, framing devices, the names of a concept) and what that corrects,
`marking_sheet` draws, writes and reads the sheets, `measured_counts` reads what was measured in the same columns, and
`corrected_figures` joins the marks with it.
"""

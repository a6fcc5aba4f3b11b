"""Tables 表: record types made in the browser, with their states and steps; from nothing, as another one is, or from a workbook."""

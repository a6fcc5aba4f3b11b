"""Papers 单据模板: the company's own workbooks, filled from rows, views and figures with their layout left as it is."""

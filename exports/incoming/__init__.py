"""From the rows of a file to rows of a record type: where the table is, which column is which field, what stays out."""

"""What a table says outside its columns: in the names of sheets, in headings over its rows, in headers that are values."""

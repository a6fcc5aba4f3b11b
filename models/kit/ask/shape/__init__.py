"""How the rows of a question are laid out other than as a sheet: board, calendar, timeline, cards with pictures, pivot."""

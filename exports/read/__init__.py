"""Any file a person hands us as rows of plain values."""

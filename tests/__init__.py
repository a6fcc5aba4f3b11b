"""Evidence that the product does what it says; folders mirror the code."""

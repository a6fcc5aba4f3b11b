"""The repository itself: who imports whom, README, the recipes, the suite."""

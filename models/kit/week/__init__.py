"""What a week comes to: figures declared, counted, frozen and held."""

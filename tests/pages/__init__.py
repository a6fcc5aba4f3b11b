"""What people see, with simulated people."""

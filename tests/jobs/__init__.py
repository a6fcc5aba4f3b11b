"""What happens unattended, and the commands of the server."""

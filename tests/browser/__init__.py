"""The browser tests: a real Chromium before a real server."""

"""Automations 自动化 made in the browser: when something happens to a row, and it meets a filter, then this is done."""

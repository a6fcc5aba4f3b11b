"""Boards 仪表盘: pages that are put together in the browser from figures, views, lists and buttons."""

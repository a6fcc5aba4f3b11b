"""Freeze rules 锁定规则 made in the browser: when a row meets a condition, or its week is closed, cells of it are locked."""

from .rows import DesignFreeze

__all__ = ["DesignFreeze"]

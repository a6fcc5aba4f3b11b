"""Finding 搜索: one box over everything a person may open; where he was last, and what he starred."""

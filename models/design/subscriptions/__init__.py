"""Subscriptions 订阅: a view sent to people, roles and channels by the clock, each receiver's own rows of it."""

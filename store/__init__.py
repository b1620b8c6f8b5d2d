"""What outlives the screen: notice, calendar rules, tips, durable storage, and `Desk`, the one door."""

from store.clock import Clock
from store.notice import Notice
from store.tip import Reporter, Subject, Tip

__all__ = ["Clock", "Notice", "Reporter", "Subject", "Tip"]

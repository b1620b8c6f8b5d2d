"""What outlives the screen: notice, calendar rules, tips, durable storage, and `Desk`, the one door."""

from store.clock import Clock
from store.desk import Desk
from store.notice import Notice
from store.tip import Reporter, Subject, Tip

__all__ = ["Clock", "Desk", "Notice", "Reporter", "Subject", "Tip"]

"""The outside world: network, clock, spool, logs. Knows protocols, not milestones."""

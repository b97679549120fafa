"""The subject itself: milestones, boards, rules, calendars, letters as values. Pure: no I/O, no clock, no logging."""

"""Milestones: keeps a Prevent partnership's jointly agreed programme of action moving, by mail.

`jobs/` says when, `milestones/flows/` says what happens, four side rooms each know one outside thing, and
`milestones/domain/` knows only the subject. The way through each is drawn in docs/architecture.md.
"""

__version__ = "0.1.0"

"""The database: tables, event log, outbox, inbox. The only user of SQLModel."""

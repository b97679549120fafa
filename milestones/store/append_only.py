"""The triggers that keep the event log append-only and contiguous, for SQLite and for PostgreSQL.

They stop honest mistakes; the hash chain and the anchors in the digests find the rest.
"""

from __future__ import annotations

_ZERO = "0" * 64
_REFUSAL = "the event log is append-only"

SQLITE = (
    f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"""
    CREATE TRIGGER event_follows BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
      OR NEW.prev <> coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '{_ZERO}')
    BEGIN SELECT RAISE(ABORT, 'an event must follow the newest one'); END
    """,
)

POSTGRESQL = (
    f"""
    CREATE FUNCTION event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$
    """,
    f"""
    CREATE FUNCTION event_must_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last RECORD;
    BEGIN
      SELECT seq, hash INTO last FROM event ORDER BY seq DESC LIMIT 1;
      IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.prev <> coalesce(last.hash, '{_ZERO}') THEN
        RAISE EXCEPTION 'an event must follow the newest one';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_refuse_change()
    """,
    """
    CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_refuse_change()
    """,
    "CREATE TRIGGER event_follows BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_must_follow()",
)

-- What lists of samples are read from (shared/store/hecha-work.c): derived from the records, made anew whenever it is
-- missing or of another version, in no digest.

CREATE TABLE work (
  n           INTEGER PRIMARY KEY,        -- of the assignment
  scope       INTEGER NOT NULL,
  plan        TEXT NOT NULL,
  state       INTEGER NOT NULL,           -- HechaSampleState
  drawer      INTEGER NOT NULL,           -- HechaWorkState
  due         TEXT NOT NULL,              -- China date; 9999-99-99 for none
  provisional INTEGER NOT NULL,           -- 1: the calendar lacks a year that was needed for it
  agency      TEXT NOT NULL,              -- as it is read, so that it sorts
  place       TEXT NOT NULL,              -- likewise
  latitude    INTEGER,                    -- 1e-7 degree
  longitude   INTEGER,
  evidence    INTEGER NOT NULL,           -- items
  seq         INTEGER NOT NULL,           -- of the last own entry on it; 0 for none, and while it is not effective
  key         TEXT NOT NULL,              -- what a search looks through, case folded
  outcome     INTEGER NOT NULL,           -- HechaOutcomeKind
  verdict     TEXT NOT NULL,              -- as it was signed; before that, as it stands; empty for none
  doubts      INTEGER NOT NULL            -- mask of HechaDoubt: those that the sample has by itself
) STRICT;
-- Each order of a list, with what it is filtered by.
CREATE INDEX work_by_due ON work (due, agency, place, n, drawer, plan);
CREATE INDEX work_by_agency ON work (agency, due, place, n, drawer, plan);
CREATE INDEX work_by_place ON work (place, due, agency, n, drawer, plan);
CREATE INDEX work_by_place_on_earth ON work (latitude, longitude, n, drawer, plan);
-- What the server may not have yet.
CREATE INDEX work_own ON work (scope, seq, drawer) WHERE seq > 0;

-- Assignments on which something changed since they were looked at.
CREATE TABLE work_stale (
  scope  INTEGER NOT NULL,
  id     TEXT NOT NULL,
  PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;

-- An assignment that no longer counts is in no list.
CREATE TRIGGER work_assignment_delete AFTER DELETE ON assignment BEGIN
  DELETE FROM work WHERE n = OLD.n;
END;

INSERT INTO work_stale SELECT scope, id FROM assignment;

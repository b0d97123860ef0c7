-- The store of a laptop and of the server, version 1. The record tables are made from the record table beside these.
-- Two halves: facts (the journal: never rebuilt, never changed) and what is derived from them (dropped and rebuilt at will).
-- A third part is local: it belongs to this device, is in no digest and is never synchronised.

-- ---- facts ----

-- A scope: who may read and write (docs/protocol.md 3.1).
CREATE TABLE scope (
  n     INTEGER PRIMARY KEY,
  name  TEXT NOT NULL UNIQUE              -- base, office, agency:A01, team:T1, visit:V1
) STRICT;

-- The entries of one device in one scope, and how far they go.
CREATE TABLE chain (
  n       INTEGER PRIMARY KEY,
  scope   INTEGER NOT NULL REFERENCES scope,
  dev     TEXT NOT NULL,                  -- the device that wrote it
  seq     INTEGER NOT NULL,               -- of its last entry; of a fork: of the longest branch
  digest  BLOB NOT NULL,                  -- of that entry
  forked  INTEGER,                        -- the lowest number that two entries have; NULL: no fork
  UNIQUE (dev, scope)
) STRICT;

-- The journal, in the order of arrival here. The bytes are stored once and never written anew.
CREATE TABLE entry (
  n       INTEGER PRIMARY KEY,
  chain   INTEGER NOT NULL REFERENCES chain,
  seq     INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 9007199254740991),
  state   INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),   -- 0 counts; bit 0 parked, bit 1 held: counts nowhere
  at      INTEGER NOT NULL,               -- hybrid time: ms since 1970 * 65536 + counter
  digest  BLOB NOT NULL CHECK (length(digest) = 32),
  bytes   TEXT NOT NULL
) STRICT;
CREATE INDEX entry_by_chain ON entry (chain, seq);
-- Eight bytes tell digests apart well enough to find them, and keep the index four times as small.
CREATE INDEX entry_by_digest ON entry (substr(digest, 1, 8));

-- Signatures over the ends of pieces of chains.
CREATE TABLE head (
  chain   INTEGER NOT NULL REFERENCES chain,
  seq     INTEGER NOT NULL,
  digest  BLOB NOT NULL,
  key     BLOB NOT NULL,                  -- Ed25519
  sig     BLOB NOT NULL,
  PRIMARY KEY (chain, seq, digest)
) STRICT, WITHOUT ROWID;

-- ---- derived ----

-- The operations of entries that count: which entry wrote which record, and in which fields it still decides.
CREATE TABLE write (
  type    INTEGER NOT NULL,               -- index in the record table
  record  INTEGER NOT NULL,               -- n in that type's table
  entry   INTEGER NOT NULL,               -- n in entry
  op      INTEGER NOT NULL,               -- which of its operations, from 0
  live    INTEGER NOT NULL,               -- mask of fields
  PRIMARY KEY (type, record, entry)
) STRICT, WITHOUT ROWID;

-- Entries that are parked, by what they wait for.
CREATE TABLE waiting (
  digest  BLOB NOT NULL,
  entry   INTEGER NOT NULL,
  PRIMARY KEY (digest, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_by_entry ON waiting (entry);

-- Fields with several live values, and those on which was ruled.
CREATE TABLE conflict (
  id      TEXT NOT NULL,                  -- 12 hex digits of the digest of scope, type, record and field: what a person
                                          -- names it by; not a key, since somebody could search for two that are equal
  kind    TEXT NOT NULL,                  -- value, once
  scope   INTEGER NOT NULL,
  type    INTEGER NOT NULL,
  record  INTEGER NOT NULL,
  field   INTEGER NOT NULL,               -- 0 for a fact
  open    INTEGER NOT NULL,               -- 1: not settled
  ruling  INTEGER,                        -- the entry that settled it
  PRIMARY KEY (type, record, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_by_id ON conflict (id);

-- ---- local ----

-- This device: its role, its server, its epoch, its latest time …
CREATE TABLE meta (
  key    TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is being typed and is no entry yet, with what was before the author's eyes when they began.
CREATE TABLE draft (
  scope    TEXT NOT NULL,
  type     TEXT NOT NULL,
  id       TEXT NOT NULL,
  field    TEXT NOT NULL,
  value    TEXT NOT NULL,                 -- JSON
  over     TEXT NOT NULL,                 -- JSON list of digests
  changed  INTEGER NOT NULL,              -- ms since 1970
  PRIMARY KEY (scope, type, id, field)
) STRICT, WITHOUT ROWID;

-- How far the server has each chain, as its receipts say.
CREATE TABLE acknowledged (
  chain  INTEGER PRIMARY KEY,
  seq    INTEGER NOT NULL
) STRICT;

-- The server's signed receipts, newest last.
CREATE TABLE receipt (
  n     INTEGER PRIMARY KEY,
  at    INTEGER NOT NULL,                 -- ms since 1970
  text  TEXT NOT NULL
) STRICT;

-- Evidence files that are here, and whether the server said it has them.
CREATE TABLE file (
  digest  BLOB PRIMARY KEY,
  size    INTEGER NOT NULL,
  sent    INTEGER NOT NULL                -- 1: the server has it; 2: and for room it is no longer here
) STRICT, WITHOUT ROWID;

-- Evidence that an entry names and that is not here, by the device that named it.
CREATE TABLE wanted (
  digest  BLOB NOT NULL,
  chain   INTEGER NOT NULL,
  size    INTEGER NOT NULL,
  PRIMARY KEY (chain, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_by_digest ON wanted (digest);

-- What the scanner, the chain or the signature refused: kept, never used.
CREATE TABLE refused (
  n       INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,               -- ms since 1970
  sender  TEXT NOT NULL,
  reason  TEXT NOT NULL,
  bytes   BLOB NOT NULL
) STRICT;

-- Invitations of the server, and what it decided about devices.
CREATE TABLE invitation (
  id       TEXT PRIMARY KEY,              -- the first group of the code
  secret   BLOB NOT NULL,                 -- SHA-256 of the second and third
  role     TEXT NOT NULL,
  home     TEXT NOT NULL,                 -- the device's own scope
  name     TEXT NOT NULL,
  person   TEXT NOT NULL,
  expires  INTEGER NOT NULL,              -- ms since 1970
  tries    INTEGER NOT NULL,              -- wrong secrets that are left
  used_by  TEXT                           -- the key that enrolled with it
) STRICT;
CREATE TABLE device (
  dev     TEXT PRIMARY KEY,
  state   TEXT NOT NULL,                  -- active, revoked, stopped
  seen    INTEGER NOT NULL                -- ms since 1970 of its last sync
) STRICT, WITHOUT ROWID;

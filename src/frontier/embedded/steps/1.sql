-- Moments are UTC text, `2026-01-15T08:00:00.000Z` where they are compared, so that they sort.

-- Where releases are announced, and how far the walk of each has come.
CREATE TABLE sources (
    id       INTEGER PRIMARY KEY,
    profile  TEXT NOT NULL,
    address  TEXT NOT NULL,               -- as the profile writes it
    complete INTEGER NOT NULL DEFAULT 0,  -- 1: its end was reached once
    deepest  INTEGER NOT NULL DEFAULT 0,  -- the most pages that any walk has seen
    UNIQUE (profile, address)
) STRICT;

-- What is or was to be visited.
CREATE TABLE targets (
    id            INTEGER PRIMARY KEY,
    profile       TEXT NOT NULL,
    key           TEXT NOT NULL,  -- a release's id, a listing page's address
    kind          TEXT NOT NULL,  -- release, listing
    url           TEXT NOT NULL,
    source        INTEGER NOT NULL REFERENCES sources (id),
    teaser        TEXT,           -- JSON: what the announcing row said
    step          TEXT,           -- JSON: a listing page's place in its walk
    offer         INTEGER NOT NULL,            -- its place in the order of all offers
    due           TEXT,                        -- NULL: not by itself
    settled       INTEGER NOT NULL DEFAULT 0,  -- 1: visited to the end, or given up for good
    leased        INTEGER,                     -- the offer being visited now
    failures      INTEGER NOT NULL DEFAULT 0,
    etag          TEXT,
    last_modified TEXT,
    gave          TEXT,                        -- releases.id of what the page gave last
    turn          INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN kind <> 'release' THEN 1 WHEN settled THEN 2 ELSE 0 END
    ) VIRTUAL,                                 -- 0 news, 1 listing, 2 second look
    UNIQUE (profile, key)
) STRICT;

CREATE INDEX targets_due ON targets (source, turn, due, offer)
    WHERE leased IS NULL AND due IS NOT NULL;
CREATE INDEX targets_leased ON targets (leased) WHERE leased IS NOT NULL;
CREATE INDEX targets_waiting ON targets (profile) WHERE settled = 0;
CREATE INDEX targets_pages ON targets (source, offer) WHERE turn = 1 AND settled = 0;

-- The current view of each release in the output, as far as a revision is decided on it.
CREATE TABLE releases (
    profile       TEXT NOT NULL,
    id            TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    content_hash  TEXT NOT NULL,
    reading_hash  TEXT NOT NULL,
    owed          INTEGER NOT NULL,  -- 1: read differently, and no line says so yet
    title         TEXT NOT NULL,
    profile_hash  TEXT NOT NULL,
    tool          TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    published_on  TEXT,
    PRIMARY KEY (profile, id)
) STRICT, WITHOUT ROWID;

-- What politeness remembers of a host.
CREATE TABLE hosts (
    host              TEXT PRIMARY KEY,
    last_exchange     TEXT,
    not_before        TEXT,
    robots_fetched_at TEXT,  -- NULL: never read
    robots            TEXT   -- NULL: the host has none
) STRICT, WITHOUT ROWID;

-- Where each output file stood when the last visits were settled.
CREATE TABLE outputs (
    profile   TEXT PRIMARY KEY,
    length    INTEGER NOT NULL,  -- bytes
    last_line TEXT               -- blake3, hex, LF included
) STRICT, WITHOUT ROWID;

-- The number of the last offer.
CREATE TABLE offers (last INTEGER NOT NULL) STRICT;
INSERT INTO offers VALUES (0);

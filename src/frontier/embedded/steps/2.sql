-- When the announcing source says that a release was last changed; by which profile and version
-- a page was last read; when it was last visited to the end.
ALTER TABLE targets ADD COLUMN modified TEXT;
ALTER TABLE targets ADD COLUMN read_by TEXT;
ALTER TABLE targets ADD COLUMN visited_at TEXT;

-- Whether a release is still there, and where its last line is to be had again: its place in
-- the output in bytes, or, where the output is a stream, the line itself.
ALTER TABLE releases ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE releases ADD COLUMN missing_since TEXT;
ALTER TABLE releases ADD COLUMN line_at INTEGER;
ALTER TABLE releases ADD COLUMN line TEXT;

-- How often the pause of a host is doubled, because it was busy.
ALTER TABLE hosts ADD COLUMN slowness INTEGER NOT NULL DEFAULT 0;

-- What a source page showed when it was last read (JSON): it shows it still when it is "not
-- modified".
ALTER TABLE targets ADD COLUMN shown TEXT;

-- Which pages give a release.
CREATE INDEX targets_gave ON targets (profile, gave) WHERE gave IS NOT NULL;

-- What makes a revision is compared otherwise than it was: an empty hash is of no use.
UPDATE releases SET content_hash = '';

-- When a look at all releases of a newsroom began.
CREATE TABLE full_looks (
    profile TEXT PRIMARY KEY,
    began   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- On which days a newsroom published: how often it does tells when it is silent.
CREATE INDEX releases_days ON releases (profile, published_on);

-- What the last runs with a newsroom were like, as JSON.
CREATE TABLE history (
    profile TEXT NOT NULL,
    run     TEXT NOT NULL,
    at      TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (profile, run)
) STRICT, WITHOUT ROWID;

-- The address at which a page gave what it gave last; NULL: not noted.
ALTER TABLE targets ADD COLUMN gave_at TEXT;

-- What a release says, to know it under another id; empty: not noted.
ALTER TABLE releases ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX releases_text ON releases (profile, text_hash) WHERE text_hash <> '';

-- When the walk of a source last came to its end; and, where a source has an archive by years or
-- months, how far the walk of each has come.
ALTER TABLE sources ADD COLUMN ended_at TEXT;
CREATE TABLE periods (
    source   INTEGER NOT NULL REFERENCES sources (id),
    year     INTEGER NOT NULL,
    month    INTEGER NOT NULL,            -- 0: the whole year
    complete INTEGER NOT NULL DEFAULT 0,
    deepest  INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT,
    PRIMARY KEY (source, year, month)
) STRICT, WITHOUT ROWID;

-- A release of old that every run reads again, to see whether the site changed: in how many
-- runs in a row it had less than before; -1: it was one, and is not to be one again.
ALTER TABLE targets ADD COLUMN canary INTEGER;
CREATE INDEX targets_canary ON targets (profile, canary) WHERE canary IS NOT NULL;

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

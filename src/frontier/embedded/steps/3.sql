-- What an audit wants to know.

-- Why a page gave no record at its last visit: a class of problem.
ALTER TABLE targets ADD COLUMN problem TEXT;

PRAGMA user_version = 2;

-- What the HTTP API was asked: in the run's own row, so that a request and its run are one transaction.
ALTER TABLE test_runs ADD COLUMN request TEXT;
ALTER TABLE test_runs ADD COLUMN request_key TEXT;

CREATE UNIQUE INDEX test_runs_request_key ON test_runs (request_key) WHERE request_key IS NOT NULL;

CREATE TABLE server_state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

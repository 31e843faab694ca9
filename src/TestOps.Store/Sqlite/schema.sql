-- The schema as it stands after every migration, for people to read. A test holds it equal to what the migrations make.

CREATE TABLE test_runs (
    run_id            TEXT    NOT NULL PRIMARY KEY, -- UUIDv7 in lower case: sorts by time
    trigger           TEXT    NOT NULL,
    suite             TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    created_at        TEXT    NOT NULL,             -- times: 2026-11-23T02:50:12.345Z
    started_at        TEXT,
    finished_at       TEXT,
    snapshot_path     TEXT,
    determinism_score REAL,
    owner_epoch       INTEGER NOT NULL,             -- raised when a recovery takes the run over
    request           TEXT,                         -- JSON: what the HTTP API was asked
    request_key       TEXT                          -- Idempotency-Key
) STRICT, WITHOUT ROWID;

CREATE INDEX test_runs_unfinished ON test_runs (run_id) WHERE status IN ('PENDING', 'RUNNING');

CREATE UNIQUE INDEX test_runs_request_key ON test_runs (request_key) WHERE request_key IS NOT NULL;

CREATE TABLE run_events (
    run_id    TEXT    NOT NULL REFERENCES test_runs (run_id),
    seq       INTEGER NOT NULL, -- 1..n without gaps
    timestamp TEXT    NOT NULL,
    severity  TEXT    NOT NULL,
    subsystem TEXT    NOT NULL,
    message   TEXT,             -- for people; null where there is nothing to read
    type      TEXT    NOT NULL, -- docs/reference/events.md
    data      TEXT    NOT NULL, -- JSON
    PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE incidents (
    fingerprint  TEXT    NOT NULL PRIMARY KEY,
    code         TEXT    NOT NULL,
    severity     TEXT    NOT NULL,
    subsystem    TEXT    NOT NULL,
    message      TEXT    NOT NULL,
    suggestion   TEXT    NOT NULL,
    reproduce    TEXT    NOT NULL,
    evidence     TEXT,             -- JSON
    first_run_id TEXT    NOT NULL REFERENCES test_runs (run_id),
    last_run_id  TEXT    NOT NULL REFERENCES test_runs (run_id),
    first_seen   TEXT    NOT NULL,
    last_seen    TEXT    NOT NULL,
    count        INTEGER NOT NULL, -- repeats count up
    state        TEXT    NOT NULL  -- open, acknowledged, resolved
) STRICT, WITHOUT ROWID;

CREATE INDEX incidents_last_seen ON incidents (last_seen);

CREATE TABLE server_state (
    name  TEXT NOT NULL PRIMARY KEY, -- unlocked_until
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

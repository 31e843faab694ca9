using TestOps.Core;

namespace TestOps.Store.Sqlite;

/// <summary>Every statement of the store in SQLite's dialect.</summary>
internal static class SqliteStatements
{
    public const string SelectRun = RunColumns + " WHERE run_id = @runId";

    public const string SelectRunByKey = RunColumns + " WHERE request_key = @requestKey";

    public const string ListRuns = RunColumns + " WHERE @before IS NULL OR run_id < @before ORDER BY run_id DESC LIMIT @limit";

    public const string ListUnfinishedRuns = RunColumns + " WHERE status IN ('PENDING', 'RUNNING') ORDER BY run_id LIMIT @limit";

    public const string ListEvents = EventColumns + " WHERE run_id = @runId AND seq > @after ORDER BY seq LIMIT @limit";

    public const string SelectLastEvent = EventColumns + " WHERE run_id = @runId ORDER BY seq DESC LIMIT 1";

    public const string ListIncidents =
        """
        SELECT fingerprint, code, severity, subsystem, message, suggestion, reproduce, evidence, last_run_id AS LastRunId,
               first_seen AS FirstSeen, last_seen AS LastSeen, count, state
          FROM incidents
         ORDER BY last_seen DESC, fingerprint
         LIMIT @limit
        """;

    public const string SelectState = "SELECT value FROM server_state WHERE name = @name";

    public const string UpsertState = "INSERT INTO server_state (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    public const string DeleteState = "DELETE FROM server_state WHERE name = @name";

    public const string SelectHead =
        """
        SELECT r.owner_epoch, r.status, e.seq, e.timestamp, e.type
          FROM test_runs r
          LEFT JOIN run_events e ON e.run_id = r.run_id AND e.seq = (SELECT max(seq) FROM run_events WHERE run_id = @run_id)
         WHERE r.run_id = @run_id
        """;

    public const string InsertRun =
        """
        INSERT INTO test_runs (run_id, trigger, suite, status, created_at, started_at, finished_at, snapshot_path, determinism_score, owner_epoch, request, request_key)
        VALUES (@RunId, @Trigger, @Suite, @Status, @CreatedAt, @StartedAt, @FinishedAt, @SnapshotPath, @DeterminismScore, @OwnerEpoch, @Request, @RequestKey)
        """;

    public const string UpdateRun =
        """
        UPDATE test_runs
           SET status = @Status, started_at = @StartedAt, finished_at = @FinishedAt, snapshot_path = @SnapshotPath, determinism_score = @DeterminismScore
         WHERE run_id = @RunId AND owner_epoch = @OwnerEpoch
        """;

    public const string UpdateEpoch = "UPDATE test_runs SET owner_epoch = @ownerEpoch WHERE run_id = @runId";

    public const string InsertEvent =
        """
        INSERT INTO run_events (run_id, seq, timestamp, severity, subsystem, message, type, data)
        VALUES (@run_id, @seq, @timestamp, @severity, @subsystem, @message, @type, @data)
        """;

    // A repeat opens a resolved incident again; an acknowledged one stays acknowledged, since somebody has it in hand.
    public const string UpsertIncident =
        """
        INSERT INTO incidents (fingerprint, code, severity, subsystem, message, suggestion, reproduce, evidence,
                               first_run_id, last_run_id, first_seen, last_seen, count, state)
        VALUES (@Fingerprint, @Code, @Severity, @Subsystem, @Message, @Suggestion, @Reproduce, @Evidence, @RunId, @RunId, @SeenAt, @SeenAt, 1, 'open')
        ON CONFLICT (fingerprint) DO UPDATE
           SET severity = excluded.severity, message = excluded.message, suggestion = excluded.suggestion, reproduce = excluded.reproduce,
               evidence = excluded.evidence, last_run_id = excluded.last_run_id, last_seen = excluded.last_seen, count = incidents.count + 1,
               state = CASE incidents.state WHEN 'resolved' THEN 'open' ELSE incidents.state END
        """;

    private const string RunColumns =
        """
        SELECT run_id AS RunId, trigger, suite, status, created_at AS CreatedAt, started_at AS StartedAt, finished_at AS FinishedAt,
               snapshot_path AS SnapshotPath, determinism_score AS DeterminismScore, request, request_key AS RequestKey
          FROM test_runs
        """;

    private const string EventColumns = "SELECT seq, timestamp, type, data FROM run_events";
}

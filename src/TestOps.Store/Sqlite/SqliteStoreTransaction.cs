using Dapper;
using Microsoft.Data.Sqlite;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Relational;

namespace TestOps.Store.Sqlite;

/// <summary>A write transaction on the writer's connection. The two statements of every append are prepared once by the writer.</summary>
internal sealed class SqliteStoreTransaction : StoreTransaction
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteAppendCommands _commands;

    public SqliteStoreTransaction(SqliteConnection connection, SqliteAppendCommands commands, TimeProvider time)
        : base(time)
    {
        _connection = connection;
        _commands = commands;

        // Not deferred, that is BEGIN IMMEDIATE: an upgrade from reading to writing could fail with a stale snapshot after the epoch was checked.
        _transaction = connection.BeginTransaction(deferred: false);
        _commands.Enlist(_transaction);
    }

    public override RunRecord SelectRun(RunId runId) =>
        _connection.QuerySingle<RunRow>(SqliteStatements.SelectRun, new { runId = runId.ToString() }, _transaction).ToRecord();

    public override JournalEntry SelectLastEntry(RunId runId) =>
        _connection.QuerySingle<EventRow>(SqliteStatements.SelectLastEvent, new { runId = runId.ToString() }, _transaction).ToEntry();

    public override void SetState(string name, string? value) =>
        _connection.Execute(value is null ? SqliteStatements.DeleteState : SqliteStatements.UpsertState, new { name, value }, _transaction);

    public override void Commit() => _transaction.Commit();

    public override void Dispose() => _transaction.Dispose();

    protected override bool HasKey(string requestKey) =>
        _connection.QuerySingleOrDefault<RunRow>(SqliteStatements.SelectRunByKey, new { requestKey }, _transaction) is not null;

    protected override RunHead? SelectHead(RunId runId) => _commands.SelectHead(runId);

    protected override void InsertEvent(RunId runId, JournalEntry entry, PreparedEvent prepared) => _commands.InsertEvent(runId, entry, prepared);

    protected override void InsertRun(RunRecord run, long ownerEpoch) => _connection.Execute(SqliteStatements.InsertRun, ColumnsOf(run, ownerEpoch), _transaction);

    protected override void UpdateRun(RunRecord run, long ownerEpoch) => _connection.Execute(SqliteStatements.UpdateRun, ColumnsOf(run, ownerEpoch), _transaction);

    protected override void UpdateEpoch(RunId runId, long ownerEpoch) =>
        _connection.Execute(SqliteStatements.UpdateEpoch, new { runId = runId.ToString(), ownerEpoch }, _transaction);

    protected override void UpsertIncident(RunId runId, DateTimeOffset seenAt, IncidentOpened incident) => _connection.Execute(
        SqliteStatements.UpsertIncident,
        new
        {
            incident.Fingerprint,
            incident.Code,
            Severity = RunEventJson.NameOf(incident.Level),
            Subsystem = incident.Source,
            Message = incident.Text,
            incident.Suggestion,
            incident.Reproduce,
            Evidence = incident.Evidence?.ToJsonString(),
            RunId = runId.ToString(),
            SeenAt = StoredTime.ToText(seenAt),
        },
        _transaction);

    private static object ColumnsOf(RunRecord run, long ownerEpoch) => new
    {
        RunId = run.RunId.ToString(),
        run.Trigger,
        run.Suite,
        Status = run.Status.ToText(),
        CreatedAt = StoredTime.ToText(run.CreatedAt),
        StartedAt = run.StartedAt is { } startedAt ? StoredTime.ToText(startedAt) : null,
        FinishedAt = run.FinishedAt is { } finishedAt ? StoredTime.ToText(finishedAt) : null,
        run.SnapshotPath,
        run.DeterminismScore,
        OwnerEpoch = ownerEpoch,
        run.Request,
        run.RequestKey,
    };
}

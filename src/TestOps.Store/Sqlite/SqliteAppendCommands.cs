using Microsoft.Data.Sqlite;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Relational;

namespace TestOps.Store.Sqlite;

/// <summary>The statements of every append, compiled once for the life of the writer: Dapper would build a command for each event.</summary>
internal sealed class SqliteAppendCommands : IDisposable
{
    private const string EndType = "run_ended";

    private readonly SqliteCommand _selectHead;
    private readonly SqliteParameter _headRunId;
    private readonly SqliteCommand _insertEvent;
    private readonly SqliteParameter[] _event;

    public SqliteAppendCommands(SqliteConnection connection)
    {
        _selectHead = connection.CreateCommand();
        _selectHead.CommandText = SqliteStatements.SelectHead;
        _headRunId = _selectHead.Parameters.Add("@run_id", SqliteType.Text);
        _insertEvent = connection.CreateCommand();
        _insertEvent.CommandText = SqliteStatements.InsertEvent;
        _event =
        [
            _insertEvent.Parameters.Add("@run_id", SqliteType.Text),
            _insertEvent.Parameters.Add("@seq", SqliteType.Integer),
            _insertEvent.Parameters.Add("@timestamp", SqliteType.Text),
            _insertEvent.Parameters.Add("@severity", SqliteType.Text),
            _insertEvent.Parameters.Add("@subsystem", SqliteType.Text),
            _insertEvent.Parameters.Add("@message", SqliteType.Text),
            _insertEvent.Parameters.Add("@type", SqliteType.Text),
            _insertEvent.Parameters.Add("@data", SqliteType.Text),
        ];
    }

    public void Enlist(SqliteTransaction transaction)
    {
        _selectHead.Transaction = transaction;
        _insertEvent.Transaction = transaction;
    }

    public RunHead? SelectHead(RunId runId)
    {
        _headRunId.Value = runId.ToString();
        using var reader = _selectHead.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        var isEmpty = reader.IsDBNull(2);
        return new RunHead
        {
            OwnerEpoch = reader.GetInt64(0),
            Status = RunStatuses.Parse(reader.GetString(1)),
            LastSequence = isEmpty ? 0 : reader.GetInt64(2),
            LastTimestamp = isEmpty ? null : StoredTime.Parse(reader.GetString(3)),
            HasEnded = !isEmpty && reader.GetString(4) == EndType,
        };
    }

    public void InsertEvent(RunId runId, JournalEntry entry, PreparedEvent prepared)
    {
        _event[0].Value = runId.ToString();
        _event[1].Value = entry.Sequence;
        _event[2].Value = StoredTime.ToText(entry.Timestamp);
        _event[3].Value = prepared.Severity;
        _event[4].Value = prepared.Event.Subsystem;
        _event[5].Value = (object?)prepared.Event.Message ?? DBNull.Value;
        _event[6].Value = prepared.Type;
        _event[7].Value = prepared.Data;
        _insertEvent.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _selectHead.Dispose();
        _insertEvent.Dispose();
    }
}

using Microsoft.Data.Sqlite;
using TestOps.Store.Relational;

namespace TestOps.Store.Sqlite;

/// <summary>The connection that writes. It is opened at the first write, and opened anew after a failure.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private SqliteConnection? _connection;
    private SqliteAppendCommands? _commands;

    public SqliteWriter(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        Commits = new GroupCommit(Begin, Explain);
    }

    public GroupCommit Commits { get; }

    public Task SubmitAsync(Action<StoreTransaction> change, CancellationToken cancellationToken) => Commits.SubmitAsync(
        transaction =>
        {
            change(transaction);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Commits.DisposeAsync().ConfigureAwait(false);
        Close();
    }

    private SqliteStoreTransaction Begin()
    {
        _database.CheckIsThere();
        if (_connection is null)
        {
            _connection = _database.Open();
            _commands = new SqliteAppendCommands(_connection);
        }

        return new SqliteStoreTransaction(_connection, _commands!, _time);
    }

    private Exception Explain(Exception failure)
    {
        // A connection that has failed may be in any state; the next batch starts with a clean one.
        Close();
        return _database.Explain(failure);
    }

    private void Close()
    {
        _commands?.Dispose();
        _commands = null;
        _connection?.Dispose();
        _connection = null;
    }
}

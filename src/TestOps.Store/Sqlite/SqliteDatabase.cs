using Dapper;
using Microsoft.Data.Sqlite;
using TestOps.Core.Journaling;

namespace TestOps.Store.Sqlite;

/// <summary>The database file and how it is opened.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long a statement waits for another process's transaction before it gives up.</summary>
    public const int BusyTimeoutMs = 10_000;

    private readonly string _connectionString;

    public SqliteDatabase(string path)
    {
        Path = path;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = BusyTimeoutMs / 1000,
        }.ToString();
    }

    public string Path { get; }

    public string ConnectionString => _connectionString;

    /// <summary>Opens a connection to the file, which must be there: a file that was removed under its users is never made anew, empty.</summary>
    /// <exception cref="StoreUnavailableException">The file is gone.</exception>
    public SqliteConnection Open()
    {
        CheckIsThere();
        return OpenOrCreate();
    }

    /// <summary>Refuses to go on without the file: what is written to a removed one is lost with the last connection, and SQLite does not notice.</summary>
    /// <exception cref="StoreUnavailableException">The file is gone.</exception>
    public void CheckIsThere()
    {
        if (!File.Exists(Path))
        {
            throw new StoreUnavailableException(Path, "the file was removed or moved away while it was in use; what was in it is lost unless it is put back");
        }
    }

    /// <summary>Opens a connection with our settings, which SQLite keeps per connection; makes the file where there is none.</summary>
    public SqliteConnection OpenOrCreate()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();

            // SQLite's own waiting first: the driver's sleeps 150 ms between its attempts. FULL: a commit is on the disk when it returns.
            connection.Execute($"PRAGMA busy_timeout = {BusyTimeoutMs}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The failure that callers see: what is wrong with which file, and what to do about it.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        SqliteException sqlite => new StoreUnavailableException(Path, ReasonOf(sqlite), sqlite),
        IOException or UnauthorizedAccessException => new StoreUnavailableException(Path, failure.Message, failure),
        FormatException or Core.Journaling.UnreadableEventException => new StoreUnavailableException(Path, $"a row cannot be read: {failure.Message}", failure),
        _ => failure,
    };

    /// <summary>Closes the idle connections of the pool, so that the file can be moved or deleted.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    // The codes: https://www.sqlite.org/rescode.html
    private static string ReasonOf(SqliteException failure) => failure.SqliteErrorCode switch
    {
        5 or 6 => $"another process has held its write lock for more than {BusyTimeoutMs / 1000} s; end that process, or wait",
        8 => "the file, its folder or the file system is read-only",
        10 => $"the disk reported an error ({failure.Message})",
        11 or 26 => $"the file is damaged or no SQLite database ({failure.Message}); move it away to begin a new one: snapshots are kept apart and stay usable",
        13 => "the disk is full; free some space",
        14 => "the file cannot be opened or created; its folder must be writable, since SQLite keeps -wal and -shm files beside it",
        _ => failure.Message,
    };
}

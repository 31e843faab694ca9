using Dapper;
using TestOps.Core.Journaling;

namespace TestOps.Store.Sqlite;

/// <summary>Makes a data folder ready: folder, locks, database, schema.</summary>
internal static class SqliteSetup
{
    private static readonly TimeSpan SchemaPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SchemaTimeout = TimeSpan.FromSeconds(30);

    public static async Task PrepareAsync(SqliteDatabase database, RunLockFolder locks, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(locks.Folder);
        if (!locks.KeepsLocks())
        {
            throw new StoreUnavailableException(database.Path, "its file system keeps no file locks, which tell the runs of living processes from those of dead ones; use a local disk");
        }

        CreateFile(database.Path);
        if (IsCurrent(database))
        {
            return;
        }

        var started = time.GetTimestamp();
        FileRunLock? schemaLock;
        while ((schemaLock = locks.TryTakeSchema()) is null)
        {
            if (time.GetElapsedTime(started) > SchemaTimeout)
            {
                throw new StoreUnavailableException(database.Path, $"another process has been bringing the schema up to date for more than {SchemaTimeout.TotalSeconds:0} s; end that process, or wait");
            }

            await Task.Delay(SchemaPoll, time, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (!IsCurrent(database))
            {
                Upgrade(database);
            }
        }
        finally
        {
            schemaLock.Release(delete: true);
        }
    }

    private static bool IsCurrent(SqliteDatabase database)
    {
        using var connection = database.OpenOrCreate();
        return SqliteMigrations.IsCurrent(database, connection);
    }

    private static void Upgrade(SqliteDatabase database)
    {
        using (var connection = database.OpenOrCreate())
        {
            // Kept in the file. Readers never wait for the writer, and a commit is one append to the log.
            var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL");
            if (mode != "wal")
            {
                throw new StoreUnavailableException(database.Path, $"its file system allows no write-ahead log (journal mode stayed '{mode}'); use a local disk");
            }
        }

        SqliteMigrations.Run(database);
    }

    // Events quote answers of the engine under test: for its owner's eyes only. SQLite gives -wal and -shm the mode of the database. A file that exists
    // is never opened here: closing it would drop the locks that SQLite holds on it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    private static void CreateFile(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }
}

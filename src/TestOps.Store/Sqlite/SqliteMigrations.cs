using System.Globalization;
using System.Reflection;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Helpers;
using Microsoft.Data.Sqlite;
using TestOps.Core.Journaling;

namespace TestOps.Store.Sqlite;

/// <summary>
/// Brings a database to the newest schema. Numbered scripts, forward only, each in a transaction; <c>user_version</c> says which was the last, so that an
/// up-to-date database costs one read.
/// </summary>
internal static class SqliteMigrations
{
    private const long ApplicationId = 0x544F5053;
    private const string ResourcePrefix = "TestOps.Store.Sqlite.Migrations.";

    private static readonly SqlScript[] Scripts = LoadScripts();

    /// <summary>The newest schema version that this program knows.</summary>
    public static long Newest => Scripts.Length;

    /// <summary>Whether the database is at the newest version.</summary>
    /// <exception cref="StoreUnavailableException">It is of a newer program, or not ours.</exception>
    public static bool IsCurrent(SqliteDatabase database, SqliteConnection connection)
    {
        var version = connection.ExecuteScalar<long>("PRAGMA user_version");
        var application = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (application != ApplicationId && (version != 0 || HasForeignTables(connection)))
        {
            throw new StoreUnavailableException(database.Path, "the file is a database of another program; name another folder with --data");
        }

        if (version > Newest)
        {
            throw new StoreUnavailableException(database.Path, $"its schema has version {version}, this testops knows {Newest} at most; use the newer testops that wrote it");
        }

        return version == Newest;
    }

    /// <summary>Runs the missing scripts. The caller sees to it that no other process does so at the same time.</summary>
    public static void Run(SqliteDatabase database)
    {
        var result = DeployChanges.To
            .SqliteDatabase(database.ConnectionString)
            .JournalToSqliteTable("schema_migrations")
            .WithScripts(Scripts)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw database.Explain(result.Error);
        }
    }

    private static bool HasForeignTables(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT IN ('schema_migrations', 'sqlite_sequence')") > 0;

    private static SqlScript[] LoadScripts()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name[ResourcePrefix.Length..], ReadScript(assembly, name)))];
    }

    private static string ReadScript(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

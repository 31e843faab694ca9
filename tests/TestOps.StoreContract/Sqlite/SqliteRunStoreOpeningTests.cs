using Microsoft.Data.Sqlite;
using TestOps.Core.Journaling;
using TestOps.Store.Sqlite;

namespace TestOps.StoreContract.Sqlite;

public sealed class SqliteRunStoreOpeningTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    private string DatabasePath => Path.Combine(_folder.Path, "testops.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task OpenAsync_MissingFolder_MakesItAndAPrivateDatabaseInWalMode()
    {
        var folder = Path.Combine(_folder.Path, "a/b");
        await using var store = await SqliteRunStore.OpenAsync(folder, TimeProvider.System, None);

        store.DatabasePath.Should().Be(Path.Combine(folder, "testops.db"));
        Query(store.DatabasePath, "PRAGMA journal_mode").Should().Be("wal");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(store.DatabasePath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task OpenAsync_FolderThatIsAFile_NamesItAndSaysWhatToDo()
    {
        var path = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(path, "x", None);

        var failure = await FailureOfOpeningAsync(path);

        failure.Message.Should().Contain(path);
        failure.Hint.Should().Contain("--data");
        failure.ExitCode.Should().Be(Core.ExitCode.Environment);
    }

    [Fact]
    public async Task OpenAsync_FileThatIsNoDatabase_SaysThatItIsDamaged()
    {
        await File.WriteAllTextAsync(DatabasePath, string.Concat(Enumerable.Repeat("this is no database. ", 500)), None);

        (await FailureOfOpeningAsync(_folder.Path)).Message.Should().Contain(DatabasePath).And.Contain("damaged").And.Contain("move it away");
    }

    [Fact]
    public async Task OpenAsync_NewerSchema_AsksForTheNewerProgram()
    {
        await (await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, None)).DisposeAsync();
        Query(DatabasePath, "PRAGMA user_version = 999");

        (await FailureOfOpeningAsync(_folder.Path)).Message.Should().Contain("version 999").And.Contain("newer testops");
    }

    [Theory]
    [InlineData("CREATE TABLE other (x)")]
    [InlineData("PRAGMA user_version = 1")]
    public async Task OpenAsync_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone(string sql)
    {
        Query(DatabasePath, sql);

        (await FailureOfOpeningAsync(_folder.Path)).Message.Should().Contain("another program");
        Query(DatabasePath, "SELECT count(*) FROM sqlite_master WHERE name = 'test_runs'").Should().Be(0L);
    }

    [Fact]
    public async Task OpenAsync_ManyAtOnceOnANewFolder_AllSucceed()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, None))));

        foreach (var store in stores)
        {
            (await store.ListAsync(null, 10, None)).Should().BeEmpty();
            await store.DisposeAsync();
        }

        Directory.EnumerateFiles(Path.Combine(_folder.Path, "locks")).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrations_FromNothing_MakeTheSchemaThatSchemaSqlShows()
    {
        await (await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, None)).DisposeAsync();
        var expected = Path.Combine(_folder.Path, "expected.db");
        Query(expected, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "schema.sql"), None));

        SchemaOf(DatabasePath).Should().Equal(SchemaOf(expected));
    }

    private static async Task<StoreUnavailableException> FailureOfOpeningAsync(string folder)
    {
        var open = () => SqliteRunStore.OpenAsync(folder, TimeProvider.System, None);
        return (await open.Should().ThrowAsync<StoreUnavailableException>()).Which;
    }

    private static object? Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static List<string> SchemaOf(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT IN ('schema_migrations', 'sqlite_sequence') ORDER BY name";
        using var reader = command.ExecuteReader();
        var schema = new List<string>();
        while (reader.Read())
        {
            var words = reader.GetString(0).Split('\n').Select(line => line.Split("--")[0]).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

            // ALTER TABLE puts its columns where it likes between blanks and comments.
            schema.Add(string.Join(' ', words).Replace(" ,", ",", StringComparison.Ordinal).Replace(" )", ")", StringComparison.Ordinal));
        }

        return schema;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests.Projects;

/// <summary>The analyzer skips entries that name nothing, without a word; and an overload that was forgotten is a way around the list.</summary>
public sealed class BannedSymbolTests
{
    private static readonly HashSet<string> Banned =
        [.. RepositoryFiles.Read("eng/BannedSymbols.Core.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0].Trim())];

    [Fact]
    public void Entries_All_NameASymbolAndSayWhatToDoInstead()
    {
        foreach (var line in RepositoryFiles.Read("eng/BannedSymbols.Core.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(';', 2);
            Symbols.Exists(parts[0].Trim()).Should().BeTrue("'{0}' must be the documentation id of something", parts[0]);
            parts.Should().HaveCount(2, "'{0}' must say what to do instead", line);
        }
    }

    [Theory]
    [InlineData(typeof(DateTime), nameof(DateTime.Now))]
    [InlineData(typeof(DateTime), nameof(DateTime.UtcNow))]
    [InlineData(typeof(DateTime), nameof(DateTime.Today))]
    [InlineData(typeof(DateTimeOffset), nameof(DateTimeOffset.Now))]
    [InlineData(typeof(DateTimeOffset), nameof(DateTimeOffset.UtcNow))]
    [InlineData(typeof(Environment), nameof(Environment.TickCount))]
    [InlineData(typeof(Environment), nameof(Environment.TickCount64))]
    [InlineData(typeof(Environment), nameof(Environment.GetEnvironmentVariable))]
    [InlineData(typeof(Environment), nameof(Environment.GetEnvironmentVariables))]
    [InlineData(typeof(Guid), nameof(Guid.NewGuid))]
    [InlineData(typeof(Guid), nameof(Guid.CreateVersion7))]
    [InlineData(typeof(string), nameof(string.GetHashCode))]
    [InlineData(typeof(Task), nameof(Task.Run))]
    [InlineData(typeof(Task), nameof(Task.Factory))]
    [InlineData(typeof(CultureInfo), nameof(CultureInfo.CurrentCulture))]
    [InlineData(typeof(CultureInfo), nameof(CultureInfo.CurrentUICulture))]
    [InlineData(typeof(TimeZoneInfo), nameof(TimeZoneInfo.Local))]
    public void Member_OfTheAmbientWorld_IsBannedInAllItsOverloads(Type type, string member)
    {
        var overloads = Symbols.Of(type, member);

        overloads.Should().NotBeEmpty();
        string.Join('\n', overloads.Except(Banned)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(typeof(Stopwatch))]
    [InlineData(typeof(Random))]
    [InlineData(typeof(HashCode))]
    [InlineData(typeof(Thread))]
    [InlineData(typeof(ThreadPool))]
    [InlineData(typeof(File))]
    [InlineData(typeof(FileStream))]
    [InlineData(typeof(Directory))]
    [InlineData(typeof(Console))]
    [InlineData(typeof(Process))]
    [InlineData(typeof(HttpClient))]
    public void Type_OfTheAmbientWorld_IsBanned(Type type) => Banned.Should().Contain($"T:{type.FullName}");

    [Fact]
    public void Delay_WithoutAClock_IsBanned() =>
        string.Join('\n', Symbols.Of(typeof(Task), nameof(Task.Delay)).Where(id => !id.Contains(nameof(TimeProvider), StringComparison.Ordinal)).Except(Banned)).Should().BeEmpty();
}

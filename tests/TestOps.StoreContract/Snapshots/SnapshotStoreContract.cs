using System.Text;
using TestOps.Core;
using TestOps.Core.Snapshots;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Snapshots;

/// <summary>What every store of snapshots does.</summary>
public abstract class SnapshotStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly RunId Run = SequentialIds.At(1);

    protected abstract ISnapshotStore Store { get; }

    [Fact]
    public async Task CommitAsync_WrittenFile_AppearsWhole()
    {
        await using var file = Store.Create($"{Run}.json");
        await file.Stream.WriteAsync("half"u8.ToArray(), None);
        Store.OpenRead($"{Run}.json").Should().BeNull();
        Store.List(Run).Should().BeEmpty();
        await file.Stream.WriteAsync(" whole"u8.ToArray(), None);

        await file.CommitAsync(None);

        Read($"{Run}.json").Should().Be("half whole");
        Store.PathOf($"{Run}.json").Should().Be($"snapshots/{Run}.json");
    }

    [Fact]
    public async Task DisposeAsync_WithoutCommit_LeavesNothing()
    {
        await using (var file = Store.Create($"{Run}.json"))
        {
            await file.Stream.WriteAsync("x"u8.ToArray(), None);
        }

        Store.List(Run).Should().BeEmpty();
        Store.OpenRead($"{Run}.json").Should().BeNull();
    }

    [Fact]
    public async Task CommitAsync_OverACompleteFile_IsRefused()
    {
        await WriteAsync($"{Run}.json", "first");
        await using var file = Store.Create($"{Run}.json");
        await file.Stream.WriteAsync("second"u8.ToArray(), None);

        var commit = () => file.CommitAsync(None);

        await commit.Should().ThrowAsync<InvalidOperationException>().WithMessage("*never replaced*");
        Read($"{Run}.json").Should().Be("first");
    }

    [Fact]
    public async Task CommitAsync_Cancelled_LeavesNothing()
    {
        await using var file = Store.Create($"{Run}.json");

        var commit = () => file.CommitAsync(new CancellationToken(canceled: true));

        await commit.Should().ThrowAsync<OperationCanceledException>();
        Store.List(Run).Should().BeEmpty();
    }

    [Fact]
    public async Task List_SeveralRuns_GivesTheFilesOfOneInOrdinalOrder()
    {
        string[] names = [$"{Run}.trace.jsonl.zst", $"{Run}.replay-10.json", $"{Run}.json", $"{Run}.replay-2.json", $"{Run}.result.json"];
        foreach (var name in names.Append($"{SequentialIds.At(2)}.json"))
        {
            await WriteAsync(name, "x");
        }

        Store.List(Run).Should().Equal(names.Order(StringComparer.Ordinal));
        Store.List(SequentialIds.At(3)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.json")]
    [InlineData("../{0}.json")]
    [InlineData("{0}./../x")]
    [InlineData("{0}..json")]
    [InlineData("{0}.")]
    [InlineData("{0}json")]
    [InlineData("{0}.a/b")]
    [InlineData("{0}.a\\b")]
    [InlineData("{0}.a b")]
    [InlineData("{0}.a\0")]
    [InlineData("/etc/passwd")]
    [InlineData(".{0}.json.tmp")]
    public void Create_NameThatIsNotOfARun_IsRefused(string template)
    {
        var name = template.Replace("{0}", Run.ToString(), StringComparison.Ordinal);

        Store.Invoking(store => store.Create(name)).Should().Throw<ArgumentException>();
        Store.Invoking(store => store.OpenRead(name)).Should().Throw<ArgumentException>();
        Store.Invoking(store => store.PathOf(name)).Should().Throw<ArgumentException>();
    }

    protected async Task WriteAsync(string name, string text)
    {
        await using var file = Store.Create(name);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(text), None);
        await file.CommitAsync(None);
    }

    private string Read(string name)
    {
        using var reader = new StreamReader(Store.OpenRead(name)!);
        return reader.ReadToEnd();
    }
}

using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.Store.Files;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Snapshots;

public sealed class FileSnapshotStoreTests : SnapshotStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileSnapshotStoreTests() => Store = FileSnapshotStore.Open(_folder.Path);

    protected override ISnapshotStore Store { get; }

    private string SnapshotFolder => Path.Combine(_folder.Path, "snapshots");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommitAsync_OnUnix_KeepsFolderAndFilesPrivate()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var name = $"{SequentialIds.At(1)}.json";
        await WriteAsync(name, "x");

#pragma warning disable CA1416 // Not reached on Windows.
        File.GetUnixFileMode(Path.Combine(SnapshotFolder, name)).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(SnapshotFolder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    [Fact]
    public async Task Open_LeftoversOfDeadProcesses_AreRemovedAndLivingOnesKept()
    {
        var dead = Path.Combine(SnapshotFolder, $".{SequentialIds.At(9)}.json.0123.tmp");
        await File.WriteAllTextAsync(dead, "half", CancellationToken.None);
        await using var living = Store.Create($"{SequentialIds.At(1)}.json");
        await living.Stream.WriteAsync("x"u8.ToArray(), CancellationToken.None);
        Store.List(SequentialIds.At(9)).Should().BeEmpty();

        FileSnapshotStore.Open(_folder.Path);

        File.Exists(dead).Should().BeFalse();
        await living.CommitAsync(CancellationToken.None);
        Store.List(SequentialIds.At(1)).Should().HaveCount(1);
    }

    [Fact]
    public void Open_FolderThatIsAFile_NamesIt()
    {
        var path = Path.Combine(_folder.Path, "file");
        File.WriteAllText(path, "x");

        var open = () => FileSnapshotStore.Open(path);

        open.Should().Throw<StoreUnavailableException>().WithMessage($"*{path}*");
    }

    [Fact]
    public void Create_FolderGone_SaysSo()
    {
        Directory.Delete(SnapshotFolder, recursive: true);

        Store.Invoking(store => store.Create($"{SequentialIds.At(1)}.json")).Should().Throw<StoreUnavailableException>().WithMessage($"*{SnapshotFolder}*");
    }
}

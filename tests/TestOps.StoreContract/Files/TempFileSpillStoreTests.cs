using TestOps.Core.Journaling;
using TestOps.Store.Files;

namespace TestOps.StoreContract.Files;

public sealed class TempFileSpillStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_Stream_ReadsBackWhatWasWritten()
    {
        using var first = new TempFileSpillStore(_folder.Path).Create();
        using var second = new TempFileSpillStore(_folder.Path).Create();
        first.Write("first"u8);
        second.Write("second"u8);

        first.Position = 0;
        new StreamReader(first).ReadToEnd().Should().Be("first");
    }

    [Fact]
    public void Create_OnUnix_LeavesNoNameWhileTheStreamIsOpen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows removes the name when the stream is closed.");

        using var stream = new TempFileSpillStore(_folder.Path).Create();

        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Dispose_Stream_LeavesNothing()
    {
        new TempFileSpillStore(_folder.Path).Create().Dispose();

        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Create_FolderThatIsAFile_NamesIt()
    {
        var path = Path.Combine(_folder.Path, "file");
        File.WriteAllText(path, "x");
        var store = new TempFileSpillStore(path);

        store.Invoking(spill => spill.Create()).Should().Throw<StoreUnavailableException>().WithMessage($"*{path}*");
    }
}

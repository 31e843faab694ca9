using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Snapshots;

/// <summary>Evidence that was changed is no evidence: <c>verify</c> finds it and names the file.</summary>
public sealed class DamageTests(DamageTests.Recording recording) : IClassFixture<DamageTests.Recording>
{
    public static TheoryData<string, string> Damages { get; } = new MatrixTheoryData<string, string>(
        ["json", "trace.jsonl.zst", "replay-1.json", "result.json"], ["a flipped bit", "a lost end", "an added byte"]);

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Verify_OfADamagedFile_NamesItAndExitsWith14(string file, string damage)
    {
        using var sandbox = new Sandbox();
        var head = recording.CopyTo(sandbox.Folder);
        var name = $"{Path.GetFileNameWithoutExtension(head)}.{file}";
        var path = Path.Combine(sandbox.Folder, name);
        await File.WriteAllBytesAsync(path, Damaged(await File.ReadAllBytesAsync(path), damage));

        var result = await sandbox.RunAsync("verify", head);

        result.ExitCode.Should().Be(14, "{0}", result);
        result.Out.Should().StartWith("DAMAGED");
        result.Out.ReplaceLineEndings(" ").Should().Contain($"damage    {name}: ");
    }

    [Theory]
    [InlineData("trace.jsonl.zst")]
    [InlineData("replay-1.json")]
    public async Task Verify_OfARemovedFile_NamesItAndExitsWith14(string file)
    {
        using var sandbox = new Sandbox();
        var head = recording.CopyTo(sandbox.Folder);
        var name = $"{Path.GetFileNameWithoutExtension(head)}.{file}";
        File.Delete(Path.Combine(sandbox.Folder, name));

        var result = await sandbox.RunAsync("verify", head);

        result.ExitCode.Should().Be(14, "{0}", result);
        result.Out.Should().Contain($"damage    {name}: ");
    }

    [Fact]
    public async Task Verify_WithoutAResult_SaysThatTheReplaysAreNotSealed()
    {
        using var sandbox = new Sandbox();
        var head = recording.CopyTo(sandbox.Folder);
        File.Delete(Path.ChangeExtension(head, "result.json"));

        var result = await sandbox.RunAsync("verify", head);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("the replays are not sealed");
    }

    private static byte[] Damaged(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "a flipped bit":
                bytes[bytes.Length / 2] ^= 1;
                return bytes;
            case "a lost end":
                return bytes[..^7];
            default:
                return [.. bytes, (byte)' '];
        }
    }

    /// <summary>A real run, whose files each test copies.</summary>
    public sealed class Recording : IAsyncLifetime
    {
        private readonly Sandbox _sandbox = new();

        /// <summary>Copies the four files of the run into a folder; answers the path of the head there.</summary>
        public string CopyTo(string folder)
        {
            foreach (var path in Directory.GetFiles(Path.Combine(_sandbox.Data, "snapshots")))
            {
                File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
            }

            return Directory.GetFiles(folder, "*.json").Single(path => Path.GetFileName(path).Count(c => c == '.') == 1);
        }

        public async ValueTask InitializeAsync()
        {
            _sandbox.Write("small.yaml", SuiteText.Toron());
            var result = await _sandbox.RunAsync("run", "small.yaml");
            result.ExitCode.Should().Be(0, "{0}", result);
        }

        public ValueTask DisposeAsync()
        {
            _sandbox.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

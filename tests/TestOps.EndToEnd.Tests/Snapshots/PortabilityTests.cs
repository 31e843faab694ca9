using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Snapshots;

/// <summary>A snapshot is all that another machine needs: no suite, no data, no store.</summary>
public sealed class PortabilityTests
{
    private const string Suite =
        """
        version: 1
        name: portable
        engine: { kind: toron }
        sim:
          users: 6
          data:
            words: { file: words.csv, pick: unique }
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "${data.words.word}", use_cache: false }
                  expect: [{ status: 200 }]
        replay: { times: 1 }
        """;

    [Fact]
    public async Task Snapshot_CopiedToAnEmptyFolder_IsVerifiedThere()
    {
        using var source = new Sandbox();
        using var target = new Sandbox();
        var head = await RecordAsync(source, target);

        var verified = await target.RunAsync("verify", head, "--deep");

        verified.ExitCode.Should().Be(0, "{0}", verified);
        verified.Out.Should().StartWith("SOUND").And.Contain("no journal at hand");
        Directory.GetFiles(target.Folder, "*", SearchOption.AllDirectories).Should().HaveCount(4, "looking at evidence leaves nothing behind");
    }

    [Fact]
    public async Task Snapshot_CopiedToAnEmptyFolder_IsReplayedThere()
    {
        using var source = new Sandbox();
        using var target = new Sandbox();
        var head = await RecordAsync(source, target);

        var replayed = await target.RunAsync("replay", head);

        replayed.ExitCode.Should().Be(0, "{0}", replayed);
        replayed.Out.Should().Contain("6 of 6 sessions identical");
        var verified = await target.RunAsync("verify", head, "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        verified.Out.Should().Contain("replay-2.json").And.Contain("was written after");
    }

    [Fact]
    public async Task Snapshot_ComparedWithItsCopy_IsIdentical()
    {
        using var source = new Sandbox();
        using var target = new Sandbox();
        var head = await RecordAsync(source, target);

        var compared = await source.RunAsync("diff", "last", Path.Combine(target.Folder, head));

        compared.ExitCode.Should().Be(0, "{0}", compared);
        compared.Out.Should().StartWith("IDENTICAL");
    }

    private static async Task<string> RecordAsync(Sandbox source, Sandbox target)
    {
        source.Write("portable.yaml", Suite);
        source.Write("words.csv", "word\none\ntwo\nthree\nfour\nfive\nsix\n");
        var run = await source.RunAsync("run", "portable.yaml", "--json");
        run.ExitCode.Should().Be(0, "{0}", run);
        foreach (var path in Directory.GetFiles(Path.Combine(source.Data, "snapshots")))
        {
            File.Copy(path, Path.Combine(target.Folder, Path.GetFileName(path)));
        }

        return $"{run.Json["run_id"]}.json";
    }
}

using System.Text.Json.Nodes;

namespace TestOps.Cli.Tests.Commands;

/// <summary>What looks at stored runs: history, show, watch, verify.</summary>
public sealed class StoredRunTests
{
    [Fact]
    public async Task PartialRun_IsMarkedAndNoBaseline()
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();
        var part = await rig.RunAsync("run", suite, "--phase", "sim");
        var whole = await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model");
        var history = await rig.RunAsync("history");
        var json = await rig.RunAsync("history", "--json");

        part.ExitCode.Should().Be(0);
        part.Out.Should().Contain("PASS  PARTIAL small").And.NotContain("replay started");
        whole.Out.Should().Contain("this store has no earlier run of the suite that passed");
        history.Out.Should().Contain("small (PARTIAL)");
        json.Out.Should().Contain("\"partial\": true").And.Contain("\"partial\": false");
        (await rig.RunAsync("run", suite, "--scenario", "aks")).Error.Should().Contain("'aks' is no scenario of this suite").And.Contain("did you mean 'ask'?");
    }

    [Fact]
    public async Task History_WithoutRuns_SaysSoAndMakesNoFolder()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("history");

        result.ExitCode.Should().Be(0);
        result.Out.Should().Be($"no runs in {Path.Combine(rig.Folder, "testops")}; start one with: testops run\n");
        Directory.EnumerateFileSystemEntries(rig.Folder).Should().BeEmpty();
    }

    [Fact]
    public async Task History_ListsRunsNewestFirst_AndPages()
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();
        await rig.RunAsync("run", suite);
        await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model");

        var all = await rig.RunAsync("history");
        var newest = JsonNode.Parse((await rig.RunAsync("history", "--limit", "1", "--json")).Out)!;
        var older = JsonNode.Parse((await rig.RunAsync("history", "--before", (string)newest["before"]!, "--json")).Out)!;

        all.Out.Split('\n')[1..3].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]).Should().Equal("FAIL", "PASS");
        ((JsonArray)newest["runs"]!).Select(run => (string)run!["status"]!).Should().Equal("FAIL");
        ((JsonArray)older["runs"]!).Select(run => (string)run!["status"]!).Should().Equal("PASS");
        older["before"].Should().BeNull();
    }

    [Fact]
    public async Task Show_TakesAnIdAPrefixAndLast()
    {
        using var rig = new CliRig();
        var (_, json) = await rig.RunJsonAsync("run", rig.WriteSuite());
        var id = (string)json["run_id"]!;

        foreach (var name in new[] { id, id[..10], "last", id.ToUpperInvariant() })
        {
            var shown = await rig.RunAsync("show", name, "--json");
            shown.ExitCode.Should().Be(0, "{0}", shown);
            ((string?)JsonNode.Parse(shown.Out)!["run_id"]).Should().Be(id);
        }
    }

    [Fact]
    public async Task Show_OfAFailure_ListsIncidentsWithWhatToDo()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.Write("failing.yaml", TestSuites.Failing));

        var result = await rig.RunAsync("show", "last");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("FAIL  small").And.Contain("incident  SIM.CHECK_FAILED").And.Contain("  do ");
    }

    [Theory]
    [InlineData("show", "last", "there are no runs in")]
    [InlineData("show", "nothing", "there are no runs in")]
    [InlineData("verify", "last", "there are no runs in")]
    [InlineData("watch", "last", "there are no runs in")]
    [InlineData("replay", "last", "there are no runs in")]
    [InlineData("verify", "missing.json", "there is no file")]
    public async Task RunThatDoesNotExist_IsAUsageError(string command, string run, string message)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(command, run);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain(message).And.Contain("what to do:");
        Directory.EnumerateFileSystemEntries(rig.Folder).Should().BeEmpty("looking makes no folders");
    }

    [Theory]
    [InlineData("zz", "is no run id")]
    [InlineData("ffff", "begins with 'ffff'")]
    public async Task RunName_ThatFitsNothing_SaysSo(string name, string message)
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("show", name);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message);
    }

    [Fact]
    public async Task RunPrefix_OfSeveralRuns_IsRefused()
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();
        await rig.RunAsync("run", suite);
        await rig.RunAsync("run", suite);

        var result = await rig.RunAsync("show", "01");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("several runs begin with '01'");
    }

    [Fact]
    public async Task Watch_OfAnEndedRun_ShowsItsEventsAndEndsWithItsCode()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite(), "--fault", "drift:/consensus/model");

        var result = await rig.RunAsync("watch", "last");

        result.ExitCode.Should().Be(12, "{0}", result);
        result.Out.Should().Contain("sim started").And.Contain("FAIL  small");
    }

    [Fact]
    public async Task Diff_OfRunsOfUnequalSize_SaysSoInItsFirstLine()
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();
        var (_, small) = await rig.RunJsonAsync("run", suite);
        await rig.RunAsync("run", suite, "--users", "25");

        var result = await rig.RunAsync("diff", (string)small["run_id"]!, "last");

        result.ExitCode.Should().Be(12, "{0}", result);
        result.Out.Should().StartWith("DIFFERENT  20 of 20 sessions alike under the masks of A, 5 more in B\n");
    }

    [Fact]
    public async Task Verify_OfASoundSnapshot_NamesWhatWasChecked()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var byRun = await rig.RunAsync("verify", "last", "--deep");
        var byFile = await rig.RunAsync("verify", Path.GetRelativePath(rig.Folder, rig.Snapshot(".result.json")).Replace(".result.json", ".json", StringComparison.Ordinal));

        byRun.ExitCode.Should().Be(0, "{0}", byRun);
        byRun.Out.Should().StartWith("SOUND").And.Contain("journal: holds the digest of the result").And.Contain("score 100.00");
        byFile.ExitCode.Should().Be(0, "{0}", byFile);
        byFile.Out.Should().Contain("journal: holds the digest of the result");
    }

    [Fact]
    public async Task Verify_OfEvidenceCopiedElsewhere_SaysThatThereIsNoJournal()
    {
        using var rig = new CliRig();
        using var elsewhere = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());
        foreach (var file in Directory.GetFiles(Path.Combine(rig.Folder, "testops/snapshots")))
        {
            File.Copy(file, Path.Combine(elsewhere.Folder, Path.GetFileName(file)));
        }

        var head = Path.GetFileName(rig.Snapshot(".result.json")).Replace(".result.json", ".json", StringComparison.Ordinal);
        var verified = await elsewhere.RunAsync("verify", head);
        var replayed = await elsewhere.RunAsync("replay", head);

        verified.ExitCode.Should().Be(0, "{0}", verified);
        verified.Out.Should().Contain("no journal at hand");
        replayed.ExitCode.Should().Be(0, "{0}", replayed);
        File.Exists(Path.Combine(elsewhere.Folder, head.Replace(".json", ".replay-3.json", StringComparison.Ordinal))).Should().BeTrue();
        Directory.Exists(Path.Combine(elsewhere.Folder, "testops")).Should().BeFalse();
    }

    [Fact]
    public async Task Verify_OfADamagedTrace_NamesTheFirstDamageAndExits14()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());
        var trace = rig.Snapshot(".trace.jsonl.zst");
        var bytes = await File.ReadAllBytesAsync(trace);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(trace, bytes);

        var result = await rig.RunAsync("verify", "last");

        result.ExitCode.Should().Be(14, "{0}", result);
        result.Out.Should().StartWith("DAMAGED").And.Contain(".trace.jsonl.zst").And.Contain("do ");
    }
}

using CustomPhase;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;
using TestOps.Testing.Phases;

namespace TestOps.EndToEnd.Tests.Phases;

/// <summary>The samples of docs/extending.md, run as their readers would.</summary>
public sealed class SampleTests
{
    private static readonly string Commands = Path.Combine(Repository.Root, "samples", "command-phase");

    [Fact]
    public async Task CommandPhase_WithAll_RunsTheCommandsAndSealsTheirOutput()
    {
        using var sandbox = Copy();

        var result = await sandbox.RunAsync("run", "suite.yaml", "--all", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Json["gates"]!.AsArray().Select(gate => (string)gate!["id"]!).Should().Contain(["phases/pinned", "phases/readable"]);
        var show = await sandbox.RunAsync("verify", "last");
        show.ExitCode.Should().Be(0, "{0}", show);
        File.ReadAllText(Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots"), "*.json").MinBy(path => path.Length)!)
            .Should().Contain("artifact_pinned").And.Contain("0 of the requirements are not pinned");
    }

    [Fact]
    public async Task CommandPhase_WithoutAll_RunsNone()
    {
        using var sandbox = Copy();

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Json["gates"]!.AsArray().Select(gate => (string)gate!["phase"]!).Should().NotContain(["pinned", "readable"]);
    }

    [Fact]
    public async Task CommandPhase_ThatFails_EndsWith14AndTellsWhy()
    {
        using var sandbox = Copy();
        File.AppendAllText(Path.Combine(sandbox.Folder, "requirements.txt"), "requests\n");

        var result = await sandbox.RunAsync("run", "suite.yaml", "--all");

        result.ExitCode.Should().Be(14, "{0}", result);
        result.Out.Should().Contain("phases/pinned: exit code 1").And.Contain("1 of the requirements are not pinned").And.Contain("PHASE.COMMAND_FAILED").And.Contain("--all");
        result.Out.Should().Contain("replay completed", "a finding of a command does not end the run");
    }

    [Fact]
    public async Task CustomPhase_Executable_RunsItsPhaseAndItsSnapshotIsVerifiedByTestOps()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.ToronWithLoad());

        var result = await TestOpsBinary.RunSampleAsync("custom-phase", ["run", "run.yaml", "--all"], sandbox.Folder);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("answer-length completed").And.Contain("answer-length/longest").And.Contain("load completed", "it is its own guard of the engine that load hits");
        (await sandbox.RunAsync("verify", "last")).ExitCode.Should().Be(0);
        (await sandbox.RunAsync("replay", "last")).ExitCode.Should().Be(0);
        (await sandbox.RunAsync("plan", "run.yaml", "--all")).Out.Should().NotContain("answer-length");
    }

    [Fact]
    public async Task CustomPhase_Phase_KeepsTheContractOfPhases() =>
        (await PhaseContract.FindProblemsAsync(() => new AnswerLengthPhase(), journal => PhaseContexts.Over(journal, TimeProvider.System), CancellationToken.None)).Should().BeEmpty();

    private static Sandbox Copy()
    {
        var sandbox = new Sandbox();
        foreach (var file in Directory.GetFiles(Commands))
        {
            File.Copy(file, Path.Combine(sandbox.Folder, Path.GetFileName(file)));
        }

        return sandbox;
    }
}

using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>A run of a real service that TestOps has started itself.</summary>
internal sealed class OwnedRun
{
    private readonly JsonObject _replay;

    private OwnedRun(ProgramResult result, JsonObject replay)
    {
        Result = result;
        _replay = replay;
    }

    public ProgramResult Result { get; }

    public double? Score => (double?)_replay["determinism_score"];

    public string? Evidence => (string?)_replay["details"]!["evidence"];

    /// <summary>Where replays differed first: session, step, name of the step, pointer.</summary>
    public IReadOnlyList<(int Session, int Step, string StepName, string Pointer)> Divergences =>
        [.. _replay["details"]!["divergences"]!.AsArray().Select(found => ((int)found!["session"]!, (int)found["step"]!, (string)found["step_name"]!, (string)found["pointer"]!)).Distinct()];

    /// <summary>What each replay met, in words.</summary>
    public IReadOnlyList<string> Met => [.. _replay["details"]!["engines"]!.AsArray().Select(engine => (string)engine!["freshness"]!)];

    /// <summary>Runs a suite in a sandbox, reads its result and sees that nothing is left running there.</summary>
    public static async Task<OwnedRun> OfAsync(Sandbox sandbox, IReadOnlyDictionary<string, string?>? environment, params IReadOnlyList<string> args)
    {
        var result = await TestOpsBinary.RunAsync(["run", .. args], sandbox.Folder, environment);
        var left = await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(30));
        left.Should().BeEmpty("an engine that TestOps has started ends with its lease");
        var file = Directory.EnumerateFiles(Path.Combine(sandbox.Data, "snapshots"), "*.result.json").Order(StringComparer.Ordinal).LastOrDefault();
        file.Should().NotBeNull("the run ends with a result: {0}", result);
        return new OwnedRun(result, JsonNode.Parse(await File.ReadAllTextAsync(file!))!["replay_engine"]!.AsObject());
    }
}

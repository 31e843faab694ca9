using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>A run of a real service that TestOps has started itself.</summary>
internal sealed class OwnedRun
{
    private readonly JsonObject _sealed;

    private OwnedRun(ProgramResult result, JsonObject sealedResult)
    {
        Result = result;
        _sealed = sealedResult;
    }

    public ProgramResult Result { get; }

    public double? Score => (double?)Replay["determinism_score"];

    public string? Evidence => (string?)Replay["details"]!["evidence"];

    /// <summary>Where replays differed first: session, step, name of the step, pointer.</summary>
    public IReadOnlyList<(int Session, int Step, string StepName, string Pointer)> Divergences =>
        [.. Replay["details"]!["divergences"]!.AsArray().Select(found => ((int)found!["session"]!, (int)found["step"]!, (string)found["step_name"]!, (string)found["pointer"]!)).Distinct()];

    /// <summary>What each replay met, in words.</summary>
    public IReadOnlyList<string> Met => [.. Replay["details"]!["engines"]!.AsArray().Select(engine => (string)engine!["freshness"]!)];

    /// <summary>Gates that do not hold.</summary>
    public IReadOnlyList<string> Failed => [.. _sealed["gates"]!.AsArray().Where(gate => (string?)gate!["status"] == "FAIL").Select(gate => (string)gate!["id"]!)];

    /// <summary>What the first incident says.</summary>
    public string FirstIncident => (string)_sealed["incidents"]![0]!["message"]!;

    private JsonObject Replay => _sealed["replay_engine"]!.AsObject();

    /// <summary>A value of a metric of the load, by k6's names; 0 where the metric has no samples.</summary>
    public double Load(string metric, string value) => (double?)_sealed["k6_runner"]!["metrics"]![metric]?["values"]![value] ?? 0;

    /// <summary>Runs a suite in a sandbox, reads its result and sees that nothing is left running there.</summary>
    public static async Task<OwnedRun> OfAsync(Sandbox sandbox, IReadOnlyDictionary<string, string?>? environment, params IReadOnlyList<string> args)
    {
        var result = await TestOpsBinary.RunAsync(["run", .. args], sandbox.Folder, environment);
        var left = await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(30));
        left.Should().BeEmpty("an engine that TestOps has started ends with its lease");
        var file = Directory.EnumerateFiles(Path.Combine(sandbox.Data, "snapshots"), "*.result.json").Order(StringComparer.Ordinal).LastOrDefault();
        file.Should().NotBeNull("the run ends with a result: {0}", result);
        return new OwnedRun(result, JsonNode.Parse(await File.ReadAllTextAsync(file!))!.AsObject());
    }
}

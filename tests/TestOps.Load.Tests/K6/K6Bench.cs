using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.K6;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.K6;

/// <summary>The load phase with the k6 driver and the stub.</summary>
internal sealed class K6Bench : IAsyncDisposable
{
    private readonly PhaseBench _bench;

    private K6Bench(K6Sandbox sandbox, PhaseBench bench)
    {
        Sandbox = sandbox;
        _bench = bench;
    }

    public K6Sandbox Sandbox { get; }

    public HookedJournal Journal => _bench.Journal;

    public AddressedEngine Engine { get; private init; } = null!;

    public JsonNode Artifact => _bench.Context.Artifacts["k6"];

    public IReadOnlyList<string> Incidents => _bench.Incidents;

    /// <summary>Gates by their ids behind <c>load/</c>: PASS, FAIL or ?.</summary>
    public IReadOnlyDictionary<string, string> Gates => Journal.Events.OfType<GateMeasured>()
        .ToDictionary(gate => gate.Gate["load/".Length..], gate => gate.Holds switch { true => "PASS", false => "FAIL", null => "?" });

    public GateMeasured Gate(string name) => _bench.Gate("load/" + name);

    public MetricMeasured Metric(string name) => _bench.Metric(name);

    public static Task<K6Bench> CreateAsync(
        string recorded,
        Action<K6Sandbox>? change = null,
        Func<LoadSpec, LoadSpec>? load = null,
        Func<K6Options, K6Options>? options = null,
        Action<RunEvent>? before = null,
        LoadCaps? caps = null) => CreateAsync(new K6Sandbox(recorded), change, load, options, before, caps);

    public Task PrepareAsync() => _bench.Phase.PrepareAsync(_bench.Context, CancellationToken.None);

    public Task RunAsync(CancellationToken cancellationToken = default) => _bench.RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        Sandbox.Dispose();
    }

    private static async Task<K6Bench> CreateAsync(
        K6Sandbox sandbox, Action<K6Sandbox>? change, Func<LoadSpec, LoadSpec>? load, Func<K6Options, K6Options>? options, Action<RunEvent>? before, LoadCaps? caps)
    {
        change?.Invoke(sandbox);
        var spec = new LoadSpec { Driver = "k6", Scenarios = [], Script = new K6ScriptSpec { File = "script.js" }, K6 = sandbox.K6 };
        var given = new K6Options { FolderOf = _ => sandbox.Folder, WorkFolder = sandbox.Work };
        var engine = new AddressedEngine(new Uri("http://127.0.0.1:31847"));
        var phase = new LoadPhase(TargetPolicy.LoopbackOnly, options?.Invoke(given) ?? given);
        return new K6Bench(sandbox, await PhaseBench.CreateAsync(engine, load?.Invoke(spec) ?? spec, before, caps, phase: phase)) { Engine = engine };
    }
}

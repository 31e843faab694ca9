using System.Buffers;
using System.Text;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites.Reading;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Sessions;

/// <summary>Runs single sessions of a suite against answers that a test writes; keeps every step as its line of the trace and reads it back.</summary>
internal sealed class SessionWorld : ISessionObserver, IEngineClient
{
    private readonly Func<EngineCall, EngineReply> _answer;
    private readonly ArrayBufferWriter<byte> _line = new();

    public SessionWorld(Func<EngineCall, EngineReply> answer) => _answer = answer;

    public List<StepRecord> Records { get; } = [];

    public List<CheckOutcome[]> Checks { get; } = [];

    public List<EngineReply> Replies { get; } = [];

    public List<string> Sent { get; } = [];

    public string? EngineBase { get; init; }

    public bool SpendsThink { get; init; }

    public Func<SessionClock> Clock { get; init; } = SessionClock.Virtual;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IDispatcher? Dispatcher { get; init; }

    /// <summary>Where the engine listens, for cookies.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>What stands at the root of the suite beside <c>sim</c>: flows.</summary>
    public string Root { get; init; } = "";

    /// <summary>What stands in <c>sim</c> beside the scenario.</summary>
    public string Sim { get; init; } = "";

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Every call as the engine got it.</summary>
    public List<EngineCall> Calls { get; } = [];

    public List<int> Attempts { get; } = [];

    public List<long> Thinks { get; } = [];

    public List<long?> FirstNs { get; } = [];

    public static EngineReply Json(string json, long elapsedNs = 0, int status = 200, IReadOnlyList<Header>? headers = null) =>
        EngineReply.Plain(status, "application/json", Encoding.UTF8.GetBytes(json), elapsedNs, headers);

    public static Plan PlanOf(string steps, ulong seed = 1, string root = "", string sim = "", IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files = null) => PlanBuilder.Build(
        SuiteReader.ReadOrThrow($"version: 1\nname: session\nengine: {{ kind: toron }}\n{root}\nsim:\n  users: 100\n{sim}\n  scenarios:\n    only:\n      steps:\n{Indented(steps)}", "test.yaml"),
        new Dictionary<string, DataTable>(),
        seed,
        null,
        new LoadCaps(),
        files: files);

    public async Task<bool> RunAsync(string steps, long session = 0, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        var program = SessionProgram.Compile(PlanOf(steps, seed, Root, Sim, Files));
        var options = new SessionOptions { Records = true, Clock = Clock, Time = Time, EngineBase = EngineBase, SpendsThink = SpendsThink, Dispatcher = Dispatcher, BaseAddress = BaseAddress };
        return await new SessionRunner(program, options, this).RunAsync(session, program.Scenario("only"), this, cancellationToken);
    }

    public void OnStep(StepOutcome outcome)
    {
        _line.ResetWrittenCount();
        TraceLine.Write(outcome.Record!, new byte[TraceLine.DigestBytes], _line, new byte[TraceLine.DigestBytes]);
        Records.Add(TraceLineReader.Read(_line.WrittenSpan[..^1].ToArray()).Record);
        Checks.Add([.. outcome.Checks]);
        Replies.Add(outcome.Reply);
        Attempts.Add(outcome.Attempts);
        FirstNs.Add(outcome.FirstNs);
    }

    public void OnThink(long nanoseconds) => Thinks.Add(nanoseconds);

    public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        Sent.Add($"{call.Method} {call.Path} {Encoding.UTF8.GetString(call.Body.Span)}".TrimEnd());
        return ValueTask.FromResult(_answer(call));
    }

    public static string Text(RecordedBody body) => Encoding.UTF8.GetString(body.Bytes.Span);

    private static string Indented(string steps) => string.Join('\n', steps.Split('\n').Select(line => "        " + line));
}

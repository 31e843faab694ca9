using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;
using TestOps.Sim.Replaying;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests;

/// <summary>The whole grammar in a run: recorded, replayed, validated offline, on any number of workers.</summary>
public sealed class GrammarTests
{
    private const string All = """
        version: 1
        name: grammar
        engine: { kind: toron, latency: real }
        flows:
          talk:
            - { name: open, call: POST /generate, body: { prompt: "${args.about}" }, keep: { grade: /grade } }
            - name: stream
              if: "keep.grade !== 'A'"
              call: POST /stream
              body: { prompt: "${args.about}" }
              stream: { done: "[DONE]", join: /delta }
              expect: [ { js: "body.startsWith('Consensus of')" } ]
        sim:
          users: 60
          scenarios:
            all:
              steps:
                - { use: talk, with: { about: "first ${user.index}" } }
                - { use: talk, name: again, repeat: 2, if: "user.index % 3 === 0 || step.repetition === 2", with: { about: "again ${user.index}" }, think: { exponential: 1s } }
                - { name: start, call: POST /jobs, body: { prompt: "job ${user.index}" }, expect: [ { status: 202 } ], keep: { job: /id } }
                - { name: wait, call: "GET /jobs/${keep.job}", until: { at: /status, in: [done, failed], every: 400ms, timeout: 10s }, keep: { grade: /answer/grade } }
                - { name: missing, call: POST /nowhere, form: { a: "${user.id}", b: [1, 2] }, expect: [ { status: 404 } ] }
                - { name: upload, call: POST /nowhere, multipart: [ { name: t, text: "${keep.grade}" }, { name: f, file: a.bin, type: image/png } ], expect: [ { status: 404 } ] }
          metrics:
            first: { first_ms: p95, of: stream, max: 5s }
            wait: { latency: p50, of: wait, min: 2s, max: 4s }
        replay: { times: 2 }
        """;

    private static readonly Dictionary<string, ReadOnlyMemory<byte>> s_files = new() { ["a.bin"] = new byte[] { 0, 1, 255 } };

    [Fact]
    public async Task RunAsync_EverythingAgainstTheModel_ReplaysTo100_ValidatesOffline_AndIsTheSameOnAnyNumberOfWorkers()
    {
        var one = await new SimWorld { Workers = 1, Files = s_files }.RunAsync(All);
        var two = await new SimWorld { Workers = 2, Files = s_files }.RunAsync(All);
        var four = await new SimWorld { Workers = 4, Files = s_files }.RunAsync(All);

        foreach (var outcome in new[] { one, two, four })
        {
            outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Pass, string.Join("; ", outcome.Outcome.Verdict.Gates.Where(gate => gate.Status != GateStatus.Pass)));
            outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
            outcome.Root.Should().Be(one.Root);
            var validation = ReplayEngine.Validate(outcome.Snapshot);
            validation.Problems.Should().BeEmpty();
            validation.Root.Should().Be(one.Root);
            SnapshotVerifier.Verify(outcome.World.Snapshots, outcome.Outcome.RunId, null).Damage.Should().BeNull();
        }

        var session = one.Steps().Where(step => step.Record.Session == 1).Select(step => step.Record).ToList();
        session.Select(record => record.Name).Should().Equal("open", "stream", "again-open", "again-stream", "again-open", "again-stream", "start", "wait", "missing", "upload");
        session[2].Should().Match<Core.Traces.StepRecord>(record => record.IsSkipped && record.Repetition == 1);
        session[4].Should().Match<Core.Traces.StepRecord>(record => !record.IsSkipped && record.Repetition == 2);
        session[7].Attempts.Should().Be(9, "a job is done 3 s after it was taken, and is asked for every 0.4 s of virtual time: 8 pauses");
        Encoding.UTF8.GetString(session[9].RequestBody.Bytes.Span).Should().Contain("${keep.grade}").And.Contain("sha256");
        one.Snapshot.Head.Json["files"]!["a.bin"]!["base64"]!.GetValue<string>().Should().Be("AAH/");
        one.Events.OfType<MetricMeasured>().Should().Contain(metric => metric.Name == "first" && metric.Value > 0);
        one.Result["sim_runner"]!["metrics"]!["skipped"]!.GetValue<long>().Should().BePositive();
    }

    [Fact]
    public Task RunAsync_RandomGrammarOverADeterministicEngine_ReplaysTo100WithOneRoot() => GenSteps.SampleAsync(
        async steps =>
        {
            var suite = Suite(string.Concat(steps));
            var roots = new List<string>();
            foreach (var workers in new[] { 1, 2, 4, 1 })
            {
                var outcome = await new SimWorld { Workers = workers, Engine = new ScriptedEngine((call, _) => Answer(call)) }.RunAsync(suite);
                outcome.Outcome.Verdict.DeterminismScore.Should().Be(100, suite);
                ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty(suite);
                roots.Add(outcome.Root);
            }

            roots.Distinct().Should().ContainSingle(suite);
        },
        iter: 25,
        threads: 1);

    [Theory]
    [InlineData(0, 1, "extra", "skipped by its condition", "made")]
    [InlineData(1, 0, "missing", "made", "skipped by its condition")]
    public async Task RunAsync_ConditionDecidesOtherwiseInTheReplay_IsLocatedAtTheStep(int recorded, int replayed, string @class, string expected, string actual)
    {
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json(call.Path == "/flag" ? $"{{\"hidden\":{(lease == 1 ? recorded : replayed)}}}" : "{}")) { IsControlled = false };
        var suite = """
            version: 1
            name: flips
            engine: { kind: toron }
            sim:
              users: 8
              concurrency: 4
              scenarios:
                only:
                  steps:
                    - { name: flag, call: GET /flag, keep: { flag: /hidden } }
                    - { name: maybe, if: "keep.flag === 1", call: GET /maybe }
                    - { name: last, call: GET /last }
            replay: { times: 1, masks: [ { step: flag, at: /hidden, kind: type, reason: a test } ] }
            """;

        var outcome = await new SimWorld { Engine = engine, Workers = 4 }.RunAsync(suite);

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(0);
        var found = outcome.Events.OfType<DivergenceFound>().Should().ContainSingle().Which;
        (found.Step, found.StepName, found.Pointer, found.Class, found.Expected, found.Actual).Should().Be((2, "maybe", "#step", @class, $"\"{expected}\"", $"\"{actual}\""));
        var file = SnapshotNames.Replay(outcome.Outcome.RunId, 1);
        using var record = new ReplayRecordReader(outcome.Snapshot.OpenFile(file), file);
        record.Next()!.Steps[2].Compare.Should().Equal(outcome.Steps()[2].Compare, "the step behind is compared with its like");
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_AttemptsOfAPollDiffer_IsNoDivergence_OnTheWallClock()
    {
        var asked = 0;
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json(call.Path == "/job" ? $"{{\"done\":{(Interlocked.Increment(ref asked) % (lease + 1) == 0 ? "true" : "false")}}}" : "{}", elapsedNs: 1000)) { IsControlled = false };
        var suite = Suite("        - { name: wait, call: GET /job, until: { at: /done, equals: true, every: 1ms, timeout: 10s } }\n        - { name: next, call: GET /next }\n", users: 3);

        var outcome = await new SimWorld { Engine = engine }.RunAsync(suite);

        outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
        outcome.Steps().Where(step => step.Record.Name == "wait").Should().OnlyContain(step => step.Record.Attempts == 2);
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_PollThatRunsOutAndMalformedStream_FailTheirGates_AndValidate()
    {
        Func<bool, ScriptedEngine> engine = isControlled => new ScriptedEngine((call, _) => call.Path == "/job"
            ? ScriptedEngine.Json("{\"status\":\"running\"}", elapsedNs: 5)
            : EngineReply.Plain(200, "text/event-stream", "data: {\"d\":\"a\"}\n\ndata: {\"d\":\"b\"}\n\n"u8.ToArray(), 7)) { IsControlled = isControlled };
        var suite = Suite("        - { name: wait, call: GET /job, until: { at: /status, equals: done, every: 5ms, timeout: 20ms } }\n        - { name: talk, call: GET /s, stream: { done: \"[DONE]\", join: /d } }\n", users: 4);

        foreach (var isControlled in new[] { true, false })
        {
            var outcome = await new SimWorld { Engine = engine(isControlled) }.RunAsync(suite);

            outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.SimFailed);
            outcome.Outcome.Verdict.Gates.Where(gate => gate.Status == GateStatus.Fail).Select(gate => gate.Id).Should().BeEquivalentTo("sim/wait/until", "sim/talk/stream");
            outcome.Outcome.Verdict.DeterminismScore.Should().Be(100);
            ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task RunAsync_ChunkBoundariesDiffer_IsNoDivergence_AndAnotherTextIs()
    {
        static EngineReply Stream(string[] deltas) => EngineReply.Plain(200, "text/event-stream", Encoding.UTF8.GetBytes(string.Concat(deltas.Select(delta => $"data: {new JsonObject { ["d"] = delta }.ToJsonString()}\n\n")) + "data: [DONE]\n\n"), 7);
        var suite = Suite("        - { name: talk, call: GET /s, stream: { done: \"[DONE]\", join: /d } }\n", users: 4);

        var chunks = await new SimWorld { Engine = new ScriptedEngine((_, lease) => Stream(lease == 1 ? ["Hello ", "world"] : ["He", "llo wo", "rld"])) }.RunAsync(suite);
        var texts = await new SimWorld { Engine = new ScriptedEngine((_, lease) => Stream(lease == 1 ? ["Hello ", "world"] : ["Hello ", "there"])) }.RunAsync(suite);

        chunks.Outcome.Verdict.DeterminismScore.Should().Be(100);
        texts.Outcome.Verdict.DeterminismScore.Should().Be(0);
        texts.Events.OfType<DivergenceFound>().Single().Pointer.Should().Be("#body");
    }

    private static Gen<string[]> GenSteps { get; } = Gen.Int[0, 6].Array[1, 6].Select(kinds => kinds.Select((kind, index) => kind switch
    {
        0 => $"        - {{ name: s{index}, call: GET /get/{index}, query: {{ r: \"${{random.int(1000)}}\" }}, think: {{ exponential: 1s }} }}\n",
        1 => $"        - {{ name: s{index}, if: \"user.index % 2 === {index % 2}\", call: GET /if/{index} }}\n",
        2 => $"        - {{ name: s{index}, repeat: {index + 1}, if: \"(user.index + step.repetition) % 3 !== 0\", call: \"GET /rep/{index}/${{step.repetition}}\", think: {{ uniform: {{ min: 0s, max: 1s }} }} }}\n",
        3 => $"        - {{ name: s{index}, call: GET /poll/{index}, until: {{ at: /at, in: [2, 3], every: {index + 1}00ms, timeout: 2s }} }}\n",
        4 => $"        - {{ use: pair, name: u{index}, repeat: 2, with: {{ n: \"${{step.repetition}}\" }} }}\n",
        5 => $"        - {{ name: s{index}, call: POST /stream/{index}, form: {{ u: \"${{user.id}}\" }}, stream: {{ join: /d }} }}\n",
        _ => $"        - {{ use: pair, name: v{index}, if: \"Math.random() < 0.5\", with: {{ n: 7 }} }}\n",
    }).Append("        - { name: end, call: GET /end }\n").ToArray());

    // A function of the call and of the session's virtual time alone.
    private static EngineReply Answer(EngineCall call)
    {
        var elapsedNs = 1_000_000 * (1 + (call.Path.Length % 7));
        if (call.Path.StartsWith("/stream", StringComparison.Ordinal))
        {
            var text = Encoding.UTF8.GetString(call.Body.Span);
            return EngineReply.Plain(200, "text/event-stream", Encoding.UTF8.GetBytes(string.Concat(text.Chunk(3).Select(piece => $"data: {{\"d\":\"{new string(piece)}\"}}\n\n"))), elapsedNs);
        }

        return ScriptedEngine.Json($"{{\"at\":{call.Context.Clock.NowNs / 300_000_000},\"path\":\"{call.Path}\"}}", elapsedNs);
    }

    private static string Suite(string steps, int users = 12) => $$"""
        version: 1
        name: random
        engine: { kind: toron }
        flows:
          pair:
            - { name: a, call: "GET /a/${args.n}", keep: { p: /path } }
            - { name: b, repeat: 2, call: "GET /b", headers: { X-P: "${keep.p}" } }
        sim:
          users: {{users}}
          scenarios:
            only:
              steps:
        {{steps}}
        replay: { times: 1 }
        """;
}

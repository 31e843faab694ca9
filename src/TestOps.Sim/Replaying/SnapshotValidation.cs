using System.Globalization;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Secrets;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Sim.Replaying;

/// <summary>One offline validation on its way.</summary>
internal sealed class SnapshotValidation
{
    private const int ProblemsMax = 100;

    private readonly Snapshot _snapshot;
    private readonly SessionProgram _program;
    private readonly MaskSet _masks;
    private readonly List<string> _problems = [];
    private readonly RunSecrets _secrets;
    private readonly RootDigest _root = new();
    private long _sessions;
    private long _steps;
    private long _notRecomputed;

    public SnapshotValidation(Snapshot snapshot)
    {
        _snapshot = snapshot;
        _program = SessionProgram.Compile(snapshot.RebuildPlan());
        _secrets = RunSecrets.Recorded(_program.Plan);
        _masks = _program.Plan.CompileMasks();
    }

    public ReplayValidation Run()
    {
        ValidateTrace();
        var judged = _snapshot.Replays.Select(number => new ReplayJudgement(_snapshot, _program.Plan, _masks, number)).ToList();
        foreach (var replay in judged)
        {
            replay.Run(Problem);
        }

        return new ReplayValidation
        {
            Problems = _problems,
            Sessions = _sessions,
            Steps = _steps,
            NotRecomputed = _notRecomputed,
            Root = _root.ToString(),
            Replays = [.. judged.Select(replay => (replay.Number, replay.Sessions, replay.Identical))],
            Score = Score(judged),
        };
    }

    private static DeterminismScore? Score(List<ReplayJudgement> judged)
    {
        if (judged.Count == 0 || judged.Exists(replay => replay.Unanswered > 0))
        {
            return null;
        }

        // A session counts as identical where every replay that drove it found it so.
        var all = new SortedDictionary<long, bool>();
        foreach (var (session, isIdentical) in judged.SelectMany(replay => replay.Results))
        {
            all[session] = isIdentical && all.GetValueOrDefault(session, true);
        }

        return DeterminismScore.Compute(all.Count, all.Values.Count(isIdentical => isIdentical));
    }

    private void ValidateTrace()
    {
        var recompute = new RecomputeObserver(_masks);
        using var trace = _snapshot.OpenTrace();
        while (trace.ReadSession() is { } session)
        {
            if (_program.Plan.Suite.Trace.IsHashed)
            {
                TakeAsRecorded(session);
                continue;
            }

            recompute.Begin(session);
            var options = new SessionOptions
            {
                Records = true,
                Clock = session.Steps[0].Record.IsVirtualTime ? SessionClock.Virtual : static () => SessionClock.Wall(RecordedTime.Instance),
                Time = RecordedTime.Instance,
                EngineBase = "${engine.base}",
                Secrets = _secrets,
                Dispatcher = new RecordedOrder(session),
            };

            // The recorded engine answers at once, so the interpreter completes synchronously.
            var run = new SessionRunner(_program, options, recompute).RunAsync(session.Session, _program.ScenarioOf(session, _snapshot.Head), new RecordedEngine(session), CancellationToken.None);
            Invariant(run.IsCompleted);
            foreach (var problem in recompute.End())
            {
                Problem(problem);
            }

            _root.Append(recompute.Digest.Value);
            _sessions++;
            _steps += session.Steps.Count;
        }

        _notRecomputed += recompute.NotRecomputed;
        if (_snapshot.Head.Trace is { } head && head.Root != _root.ToString())
        {
            Problem($"root: the answers give {_root}, the head says {head.Root}");
        }
    }

    // Without bodies there is nothing to compute requests and checks from; digests are what they are.
    private void TakeAsRecorded(TraceSession session)
    {
        var digest = new SessionDigest(session.Session);
        foreach (var step in session.Steps)
        {
            digest.Append(step.Compare);
            _notRecomputed += step.Record.Checks.Count;
        }

        _root.Append(digest.Value);
        _sessions++;
        _steps += session.Steps.Count;
    }

    private static void Invariant(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("a recorded session did not complete synchronously");
        }
    }

    private void Problem(string text)
    {
        if (_problems.Count < ProblemsMax)
        {
            _problems.Add(text);
        }
    }
}

using System.Globalization;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Replaying;

/// <summary>Reads what a finished replay found back from its record, as if it had just been made. No engine is called.</summary>
internal static class RecordedReplay
{
    /// <summary>The result of replay <paramref name="number"/> of a run that is resumed.</summary>
    /// <exception cref="SnapshotCorruptException">The record contradicts the trace, or is none of the run's own replays.</exception>
    public static ReplayResult Read(Snapshot snapshot, Plan plan, RunSecrets secrets, int number, IEngine engine, CancellationToken cancellationToken)
    {
        var file = SnapshotNames.Replay(snapshot.Head.RunId, number);
        var trace = snapshot.Head.Trace ?? throw new SnapshotCorruptException(snapshot.Head.File, "trace", "the run recorded no trace");
        using var record = new ReplayRecordReader(snapshot.OpenFile(file), file);
        using var sessions = snapshot.OpenTrace();
        var met = EngineOf(record, engine);
        var hasKey = snapshot.Head.SecretKeyId == secrets.KeyId;
        var result = new ReplayResult(number, new ReplayTally(plan.CountsForScore)) { ComparesSecrets = hasKey, Engine = met };
        var selection = ReplaySelection.Of(trace, met.Evidence == EvidenceClass.Controlled, plan, plan.Suite.Replay?.Sessions, null);
        var masks = plan.CompileMasks();
        var recorder = new ReplayRecorder(masks, plan.Suite.Replay!.MaxOpaque, hasKey, hashesBodies: false);
        var lookup = new StepMaskLookup(plan, masks);
        var read = 0L;
        while (record.Next() is { } session)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result.Add(Compare(recorder, lookup, session, Find(sessions, session.Session, file), file));
            read++;
        }

        result.IsEngineLost = read < selection.Count && result.Unanswered > 0;
        return read == selection.Count || result.IsEngineLost
            ? result
            : throw new SnapshotCorruptException(file, "sessions", string.Create(CultureInfo.InvariantCulture, $"has {read} sessions, the run replays {selection.Count}: it is none of the run's own replays"));
    }

    private static EngineReport EngineOf(ReplayRecordReader record, IEngine engine)
    {
        var said = record.Head["engine"];
        var evidence = (string?)said?["evidence"] switch { "A" => EvidenceClass.Controlled, "B" => EvidenceClass.Cooperating, _ => EvidenceClass.BlackBox };
        return new EngineReport(engine.Kind, engine.DisplayName, (string?)said?["version"], evidence, (string?)said?["freshness"] ?? "an engine of an earlier process");
    }

    private static TraceSession Find(TraceReader trace, long number, string file)
    {
        while (trace.ReadSession() is { } session)
        {
            if (session.Session == number)
            {
                return session;
            }
        }

        throw new SnapshotCorruptException(file, string.Create(CultureInfo.InvariantCulture, $"session {number}"), "is not in the trace");
    }

    private static SessionComparison Compare(ReplayRecorder recorder, StepMaskLookup masks, ReplaySession session, TraceSession recorded, string file)
    {
        try
        {
            recorder.Reset();
            recorder.Begin(recorded);
            foreach (var answer in ReplayAnswers.Of(session, recorded))
            {
                recorder.OnRecorded(answer, masks.Of(answer) ?? throw new FormatException($"the suite has no step '{answer.Name}' in scenario '{answer.Scenario}'"));
            }

            return recorder.End();
        }
        catch (FormatException contradiction)
        {
            throw new SnapshotCorruptException(file, string.Create(CultureInfo.InvariantCulture, $"session {session.Session}"), contradiction.Message);
        }
    }
}

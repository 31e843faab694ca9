using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Snapshots;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Commands;

/// <summary><c>testops verify</c>: checks a snapshot offline and names the first thing that is wrong.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliHost host)
    {
        var snapshot = RunArgument.CreateSnapshot();
        var deep = new Option<bool>("--deep") { Description = "Also compute requests, checks, digests and score anew from the recorded answers" };
        var command = new Command("verify", "Checks a snapshot offline: bytes, digests, root and seals") { snapshot, deep };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var reference = await SnapshotReference.FindAsync(host, parsed.GetValue(GlobalOptions.Data), parsed.GetValue(snapshot)!, cancellationToken);
            var screen = Screen.Of(host);
            if (reference.Run is { SnapshotPath: null })
            {
                // A run that sealed nothing has nothing that could be damaged: Open says so.
                reference.Open();
            }

            var report = SnapshotVerifier.Verify(reference.Files, reference.RunId, await reference.ResultSha256Async(cancellationToken));
            Write(screen, reference, report);
            var isSound = report.Damage is null && (!parsed.GetValue(deep) || Validate(screen, reference.Open()));
            return isSound ? 0 : (int)ExitCode.ExtraFailed;
        });
        return Examples.Add(command, "testops verify last", "testops verify last --deep", "testops verify testops/snapshots/01a20689-8697-79a6-8eae-ca2bb6f5bc39.json");
    }

    private static void Write(Screen screen, SnapshotReference reference, VerifyReport report)
    {
        screen.Line(report.Damage is null ? ("SOUND", Tone.Good) : ("DAMAGED", Tone.Bad), ($"  snapshot of run {reference.RunId}", Tone.Strong));
        if (report.Damage is { } damage)
        {
            screen.Field("  damage", damage.Message, 12, Tone.Bad);
            screen.Field("  do", damage.Hint, 12);
        }

        foreach (var line in report.Checked)
        {
            screen.Field("  checked", line, 12);
        }

        foreach (var line in report.Unsealed)
        {
            screen.Field("  open", line, 12, Tone.Warn);
        }
    }

    private static bool Validate(Screen screen, Snapshot snapshot)
    {
        if (snapshot.Head.Trace is null)
        {
            // A run that was stopped before its simulation, or whose engine was never there: no damage, and nothing to compute from.
            screen.Field("  computed", "nothing: the run recorded no trace", 12, Tone.Warn);
            return true;
        }

        var validation = ReplayEngine.Validate(snapshot);
        screen.Field("  computed", $"{Words.Count(validation.Sessions, "session")}, {Words.Count(validation.Steps, "step")} from the recorded answers, root {validation.Root[..12]}", 12);
        if (validation.NotRecomputed > 0)
        {
            screen.Field("  open", $"{Words.Count(validation.NotRecomputed, "check result")} not recomputed: they looked at what the record does not hold (secrets, the engine's address, headers that no check names, bodies of which digests were kept)", 12, Tone.Warn);
        }

        foreach (var (replay, sessions, identical) in validation.Replays)
        {
            screen.Field("  computed", $"replay {replay}: {identical} of {sessions} sessions identical under the masks in force", 12);
        }

        screen.Field("  computed", validation.Score is { } score ? $"score {score} ({score.Words})" : validation.Replays.Count == 0 ? "no score: nothing was replayed" : "no score: nothing was comparable, or calls got no answer", 12);
        foreach (var problem in validation.Problems)
        {
            screen.Field("  problem", problem, 12, Tone.Bad);
        }

        return validation.Problems.Count == 0;
    }
}

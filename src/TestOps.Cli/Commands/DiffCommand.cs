using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Commands;

/// <summary><c>testops diff</c>: compares the recorded answers of two snapshots; no engine is called.</summary>
internal static class DiffCommand
{
    private const int DivergencesMax = 10;

    public static Command Create(CliHost host)
    {
        var first = RunArgument.CreateSnapshot("first", "A");
        var second = RunArgument.CreateSnapshot("second", "B");
        var command = new Command("diff", "Compares two snapshots session by session under the masks of the first; no engine is called") { first, second };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var data = parsed.GetValue(GlobalOptions.Data);
            await using var a = await SnapshotReference.FindAsync(host, data, parsed.GetValue(first)!, cancellationToken);
            await using var b = await SnapshotReference.FindAsync(host, data, parsed.GetValue(second)!, cancellationToken);
            var (left, right) = (a.Open(), b.Open());
            if (left.Head.Trace is null && right.Head.Trace is null)
            {
                return new LoadDiff(Screen.Of(host)).Write(left.Head, right.Head);
            }

            var diff = SnapshotDiff.Compare(left, right, cancellationToken);
            Write(Screen.Of(host), left.Head, right.Head, diff);
            return diff switch
            {
                { IsIdentical: true } => 0,
                { Incomparable: > 0 } when diff.Identical == diff.Sessions && diff.OnlyInFirst + diff.OnlyInSecond == 0 => (int)ExitCode.Inconclusive,
                _ => (int)ExitCode.DeterminismFailed,
            };
        });
        return Examples.Add(command, "testops diff 01a20689 last", "testops diff before/RUN_ID.json after/RUN_ID.json");
    }

    private static void Write(Screen screen, SnapshotHead first, SnapshotHead second, SnapshotDiff diff)
    {
        const int indent = 12;
        var (before, after) = (VersionOf(first), VersionOf(second));
        var isRegressionCheck = before != after;
        screen.Line(
            diff.IsIdentical ? ("IDENTICAL", Tone.Good) : ("DIFFERENT", Tone.Bad),
            ($"  {diff.Identical} of {Words.Count(diff.Sessions, "session")} alike under the masks of A{Uncommon(diff)}{(isRegressionCheck ? " (regression check)" : "")}", Tone.Strong));
        screen.Field("  A", $"{first.RunId}, {Describe(first)}", indent);
        screen.Field("  B", $"{second.RunId}, {Describe(second)}", indent);
        if (isRegressionCheck)
        {
            screen.Field("  versions", $"A is of {before ?? "an engine without a version"}, B of {after ?? "an engine without a version"}: this is a regression check and says nothing of determinism", indent);
        }

        WriteUncompared(screen, diff, indent);
        if (LoadDiff.HaveLoads(first, second))
        {
            screen.Field("  loads", BaselineSearch.WhyIncomparable(first, second) is { } reason ? $"not compared: {reason}" : "of one profile and driver; a gate compares them: load.against", indent);
        }

        new DivergenceSection(screen, "in A", "in B").Write(diff.Divergences, "", DivergencesMax);
    }

    private static void WriteUncompared(Screen screen, SnapshotDiff diff, int indent)
    {
        if (diff.OnlyInFirst + diff.OnlyInSecond > 0)
        {
            screen.Field("  sessions", $"{Words.Count(diff.OnlyInFirst, "session")} only in A, {Words.Number(diff.OnlyInSecond)} only in B", indent, Tone.Warn);
        }

        if (diff.Incomparable > 0)
        {
            screen.Field("  not judged", $"{Words.Count(diff.Incomparable, "session")} with a call that got no answer", indent + 2, Tone.Warn);
        }
    }

    private static string Uncommon(SnapshotDiff diff) => (diff.OnlyInFirst, diff.OnlyInSecond) switch
    {
        (0, 0) => "",
        (0, var second) => $", {Words.Number(second)} more in B",
        (var first, 0) => $", {Words.Number(first)} more in A",
        var (first, second) => $", {Words.Number(first)} only in A, {Words.Number(second)} only in B",
    };

    private static string? VersionOf(SnapshotHead head) => (string?)head.Json["engine"]?["version"];

    private static string Describe(SnapshotHead head) => $"{head.Text("started_at")}, suite {head.Text("suite", "name")}, seed {head.Json["seed"]}";
}

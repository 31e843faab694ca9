using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;

namespace TestOps.Core.Runs;

/// <summary>
/// Finds what a load is compared with: the last run that passed of the same suite, the same load and the same driver. A partial run counts where the same part was selected. Values are
/// read from the sealed head, whose digest is checked.
/// </summary>
public static class BaselineSearch
{
    private const int PagesMax = 10;
    private const int HeadsMax = 200;

    /// <summary>The baseline of a plan; null where no gate needs one.</summary>
    public static async Task<LoadBaseline?> FindAsync(IRunStore store, ISnapshotStore snapshots, Plan plan, CancellationToken cancellationToken)
    {
        if (!IsNeeded(plan))
        {
            return null;
        }

        var json = PlanJson.Write(plan);
        string? nearest = null;
        var opened = 0;
        await foreach (var run in PassedAsync(store, plan.Suite.Name, cancellationToken))
        {
            var reason = Take(snapshots, run.RunId, json, isChosen: false, out var baseline);
            if (baseline is not null)
            {
                return baseline;
            }

            nearest ??= $"run {run.RunId} {reason}";
            if (++opened == HeadsMax)
            {
                break;
            }
        }

        return new MissingBaseline(nearest is null
            ? "no run of this suite has passed yet"
            : string.Create(CultureInfo.InvariantCulture, $"none of the last {opened} runs that passed is of the same load: {nearest}"));
    }

    /// <summary>The baseline that a caller has chosen, whatever its verdict was; null where no gate needs one.</summary>
    /// <exception cref="BaselineRefusedException">The run measured something else.</exception>
    /// <exception cref="SnapshotCorruptException">Its head is damaged.</exception>
    public static LoadBaseline? Choose(ISnapshotStore snapshots, RunId runId, Plan plan)
    {
        if (!IsNeeded(plan))
        {
            return null;
        }

        var reason = Take(snapshots, runId, PlanJson.Write(plan), isChosen: true, out var baseline);
        return baseline ?? throw new BaselineRefusedException($"run {runId} is no baseline of this load: it {reason}", "choose a run of the same load, or --baseline none to make a first one");
    }

    /// <summary>Why the loads of two recorded runs cannot be compared; null where they can.</summary>
    public static string? WhyIncomparable(SnapshotHead first, SnapshotHead second)
    {
        var (one, other) = (LoadIdentity.Of(first.Json["plan"]), LoadIdentity.Of(second.Json["plan"]));
        return one is null ? "A had no load" : one.DifferenceFrom(other) is { } difference ? $"B {difference.Replace("this load", "A", StringComparison.Ordinal)}" : null;
    }

    /// <summary>Whether a gate of the plan compares with a baseline.</summary>
    public static bool IsNeeded(Plan plan) => plan.Suite.Load is { Against.Count: > 0 } && plan.Phases.Contains("load");

    private static async IAsyncEnumerable<RunRecord> PassedAsync(IRunStore store, string suite, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RunId? before = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var runs = await store.ListAsync(before, PageLimits.Max, cancellationToken);
            foreach (var run in runs.Where(run => run.Suite == suite && (run.Status is RunStatus.Pass or RunStatus.Warn)))
            {
                yield return run;
            }

            if (runs.Count < PageLimits.Max)
            {
                yield break;
            }

            before = runs[^1].RunId;
        }
    }

    /// <summary>Gives the measurement of a run, or why it is none.</summary>
    private static string? Take(ISnapshotStore snapshots, RunId runId, JsonNode plan, bool isChosen, out MeasuredBaseline? baseline)
    {
        baseline = null;
        SnapshotHead head;
        try
        {
            if (Snapshot.Open(snapshots, runId) is not { } snapshot)
            {
                return "has no snapshot";
            }

            head = snapshot.Head;
        }
        catch (SnapshotCorruptException damage) when (!isChosen)
        {
            return $"has a damaged snapshot ({damage.Message})";
        }

        var recorded = head.Json["plan"];
        if ((string?)recorded?["suite"]?["name"] != (string?)plan["suite"]?["name"])
        {
            return $"is of the suite {recorded?["suite"]?["name"]}";
        }

        if (LoadIdentity.Of(plan)!.DifferenceFrom(LoadIdentity.Of(recorded)) is { } difference)
        {
            return difference;
        }

        if (!isChosen && recorded?["selection"] is { } selection && !JsonNode.DeepEquals(selection, plan["selection"]))
        {
            return "ran another part of the suite";
        }

        if (head.Json["k6"] is not JsonObject load || load["metrics"] is not JsonObject metrics || (bool?)load["cancelled"] is true)
        {
            return "measured no load to its end";
        }

        baseline = new MeasuredBaseline(runId, head.StartedAt, head.Seal, (string?)head.Json["engine"]?["version"], metrics);
        return null;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Runs;

/// <summary>
/// Decides whether a run whose owner died can go on: only from a sealed snapshot that is whole, with the plan that it was recorded with and an engine of the recorded version. Everything else would mix
/// two runs into one.
/// </summary>
internal sealed class Resumption(RunnerEnvironment environment, RunRequest request, RunRecord run, IReadOnlyList<JournalEntry> entries)
{
    /// <summary>What a run's journal says when it goes on.</summary>
    private const string Resumed = "resumed from its sealed snapshot by ";

    /// <summary>A run whose replay ends its process each time must not end every server, one after the other.</summary>
    private const int ResumedMax = 5;

    /// <summary>The head to go on from; null where the run must not go on, and then <see cref="Refusal"/> says why.</summary>
    public SnapshotHead? Head { get; private set; }

    public string? Refusal { get; private set; }

    /// <summary>Looks at everything, at the engine last: that may start a process.</summary>
    public async Task CheckAsync(CancellationToken draining, CancellationToken cancellationToken)
    {
        try
        {
            Head = CheckFiles();
            Refusal = WhyNotOf(Head) ?? await WhyNotOfEngineAsync(Head, draining, cancellationToken);
        }
        catch (SnapshotCorruptException damage)
        {
            Refusal = damage.Message;
        }
    }

    /// <summary>The first event of a run that goes on.</summary>
    public static Notice NoticeOf(string resumedBy) => new("runner", EventSeverity.Warning, $"{Resumed}{resumedBy}; its process had died");

    /// <summary>Whether the result was written already: then all is judged, and only the end is missing.</summary>
    public static bool HasResult(ISnapshotStore snapshots, RunId runId) => snapshots.List(runId).Contains(SnapshotNames.Result(runId));

    private SnapshotHead CheckFiles()
    {
        var file = SnapshotNames.Head(run.RunId);
        var seal = entries.Select(entry => entry.Event).OfType<SnapshotSealed>().LastOrDefault()?.Seal ?? throw new SnapshotCorruptException(file, "seal", "the journal does not say that the snapshot was sealed");
        var report = SnapshotVerifier.Verify(environment.Snapshots, run.RunId, entries.Select(entry => entry.Event).OfType<ResultSealed>().LastOrDefault()?.Sha256);
        var head = report.Damage is { } damage ? throw damage : Snapshot.Open(environment.Snapshots, run.RunId)!.Head;
        return head.Seal == seal ? head : throw new SnapshotCorruptException(file, "seal", $"is {head.Seal}, the journal says {seal}");
    }

    private string? WhyNotOf(SnapshotHead head)
    {
        if (entries.Count(static entry => entry.Event is Notice { Source: "runner" } notice && notice.Text.StartsWith(Resumed, StringComparison.Ordinal)) is >= ResumedMax and var times)
        {
            return FormattableString.Invariant($"its process died again after each of {times} resumptions");
        }

        if (request.Plan.Phases.FirstOrDefault(name => RunPhases.Find(environment, request, name) is null) is { } missing)
        {
            return $"the phase '{missing}' is not registered";
        }

        if (!HasResult(environment.Snapshots, run.RunId) && entries.Any(static entry => StopNotice.Is(entry.Event) || entry.Event is PhaseEnded { Outcome: "cancelled" } or IncidentOpened { Source: "runner", Code: IncidentCodes.RunCancelled or IncidentCodes.RunTimedOut or IncidentCodes.RunOverBudget }))
        {
            return "it was being stopped when its process died";
        }

        if (Comparable(head.Json["plan"]) != Comparable(PlanJson.Write(request.Plan)))
        {
            return "the suite gives another plan now than the one that was recorded";
        }

        return head.SecretKeyId == request.Secrets.KeyId ? null : "the key of its secrets is another one now";
    }

    private async Task<string?> WhyNotOfEngineAsync(SnapshotHead head, CancellationToken draining, CancellationToken cancellationToken)
    {
        // A run that is stopped before it goes on calls no engine any more.
        if (HasResult(environment.Snapshots, run.RunId) || draining.IsCancellationRequested)
        {
            return null;
        }

        try
        {
            request.Secrets.RequireAll();
            await using var lease = await request.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Replay, 1), cancellationToken);
            var version = lease.Version is { } said ? request.Secrets.Redact(said) : null;
            return version == head.EngineVersion ? null : $"the engine has version {version ?? "none"} now, and {head.EngineVersion ?? "none"} was recorded";
        }
        catch (TestOpsException failure)
        {
            return request.Secrets.Redact(failure.Message);
        }
    }

    // The day of a plan matters only for what expires, and what has expired stands in the plan itself.
    private static string Comparable(JsonNode? plan)
    {
        var bare = plan?.DeepClone() as JsonObject ?? [];
        bare.Remove("sha256");
        bare.Remove("date");
        return Encoding.UTF8.GetString(CanonicalJson.Serialize(bare));
    }
}

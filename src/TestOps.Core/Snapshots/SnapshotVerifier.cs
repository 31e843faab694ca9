using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Checks a snapshot offline: form and seal of the head; seal of the result and the digests of all files that it lists; that the head does not contradict itself;
/// bytes, lines, digests and root of the trace; every replay record against the trace; verdict, gates and score of the result against all of them. Stops at the first
/// thing that is wrong, in that order. Who seals anew what is forged consistently is not found: that needs a key.
/// </summary>
public sealed class SnapshotVerifier
{
    private readonly ISnapshotStore _store;
    private readonly RunId _runId;
    private readonly List<string> _checked = [];
    private readonly List<string> _unsealed = [];
    private long _traceBytes;

    private SnapshotVerifier(ISnapshotStore store, RunId runId)
    {
        _store = store;
        _runId = runId;
    }

    /// <summary>Verifies the snapshot of a run; <paramref name="resultSha256"/> is the digest that the journal holds of the result, null where there is no journal.</summary>
    public static VerifyReport Verify(ISnapshotStore store, RunId runId, string? resultSha256)
    {
        var verifier = new SnapshotVerifier(store, runId);
        SnapshotCorruptException? damage = null;
        try
        {
            verifier.VerifyAll(resultSha256);
        }
        catch (SnapshotCorruptException found)
        {
            damage = found;
        }

        return new VerifyReport { Damage = damage, Checked = verifier._checked, Unsealed = verifier._unsealed, TraceBytes = verifier._traceBytes };
    }

    private void VerifyAll(string? resultSha256)
    {
        var snapshot = Snapshot.Open(_store, _runId) ?? throw new SnapshotCorruptException(SnapshotNames.Head(_runId), "file", "missing");
        _checked.Add($"{snapshot.Head.File}: canonical, seal {snapshot.Head.Seal[..12]} fits");

        // The result's digests come first: they find any damaged byte without parsing a file.
        var result = VerifyResult(snapshot, resultSha256);
        var plan = snapshot.RebuildPlan();
        var masks = plan.CompileMasks();
        HeadCheck.Run(snapshot.Head, plan, masks);
        var trace = VerifyTrace(snapshot, plan, masks);
        var replays = new List<ReplayTotals>();
        foreach (var number in snapshot.Replays)
        {
            var replay = new ReplayCheck(snapshot, plan, masks).Run(number);
            replays.Add(replay);
            _checked.Add(string.Create(CultureInfo.InvariantCulture, $"{SnapshotNames.Replay(_runId, number)}: {replay.Recorded} sessions, seal and results fit"));
        }

        if (result is not null)
        {
            new ResultCheck(result, snapshot.Head, plan).Run(trace, replays);
            _checked.Add($"{SnapshotNames.Result(_runId)}: verdict and gates are what the evidence gives");
        }
    }

    private TraceTotals? VerifyTrace(Snapshot snapshot, Plan plan, MaskSet masks)
    {
        if (snapshot.Head.Trace is not { } trace)
        {
            _unsealed.Add("the run recorded no trace");
            return null;
        }

        using var check = new TraceCheck(snapshot, plan, masks);
        check.Run();
        _traceBytes = check.Bytes;
        _checked.Add(string.Create(CultureInfo.InvariantCulture, $"{trace.File}: {check.Totals.Sessions} sessions, {check.Totals.Steps} steps, root {trace.Root[..12]} fits"));
        return check.Totals;
    }

    private JsonObject? VerifyResult(Snapshot snapshot, string? resultSha256)
    {
        var file = SnapshotNames.Result(_runId);
        using var stream = _store.OpenRead(file);
        if (stream is null)
        {
            _unsealed.Add("there is no result: the replays are not sealed (the run did not end, or its result was removed)");
            return null;
        }

        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        var json = SealedJson.Read(bytes, file);
        if (SealedJson.TextOf(json["head_seal"]) != snapshot.Head.Seal || json["files"] is not JsonObject files)
        {
            throw new SnapshotCorruptException(file, "head_seal", "belongs to another snapshot");
        }

        VerifyFiles(snapshot, file, files);
        VerifyJournal(file, ResultFiles.Sha256(bytes), resultSha256);
        return json;
    }

    private void VerifyFiles(Snapshot snapshot, string file, JsonObject files)
    {
        var actual = ResultFiles.Digests(_store, _runId);
        foreach (var (name, digest) in files)
        {
            if (actual[name] is not { } found || SealedJson.TextOf(found) != SealedJson.TextOf(digest))
            {
                throw new SnapshotCorruptException(name, "sha256", actual[name] is null ? "the file is missing" : $"is {actual[name]}, the result says {digest}");
            }
        }

        foreach (var own in (ReadOnlySpan<string?>)[snapshot.Head.File, snapshot.Head.Trace?.File])
        {
            if (own is not null && !files.ContainsKey(own))
            {
                throw new SnapshotCorruptException(file, "files", $"does not list {own}");
            }
        }

        foreach (var later in snapshot.Files.Where(name => name != file && !files.ContainsKey(name)))
        {
            _unsealed.Add($"{later} was written after the result: only its own seal protects it");
        }

        _checked.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: seal fits, {files.Count} files have their digests"));
    }

    private void VerifyJournal(string file, string sha256, string? resultSha256)
    {
        if (resultSha256 is null)
        {
            _unsealed.Add("no journal at hand: the result's own digest was not compared with it");
        }
        else if (sha256 != resultSha256)
        {
            throw new SnapshotCorruptException(file, "sha256", $"is {sha256}, the journal says {resultSha256}");
        }
        else
        {
            _checked.Add("journal: holds the digest of the result");
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Checks a snapshot offline: form and seal of the head; seal of the result and the digests of all files that it lists; bytes, digests and root of the trace; digests
/// and seal of every replay record. Stops at the first thing that is wrong, in that order.
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
        VerifyResult(snapshot, resultSha256);
        if (snapshot.Head.Trace is null)
        {
            _unsealed.Add("the run recorded no trace");
        }
        else
        {
            VerifyTrace(snapshot);
        }

        foreach (var replay in snapshot.Replays)
        {
            VerifyReplay(snapshot, SnapshotNames.Replay(_runId, replay));
        }
    }

    private void VerifyTrace(Snapshot snapshot)
    {
        var trace = snapshot.Head.Trace!;
        using var check = new TraceCheck(snapshot);
        check.Run();
        _traceBytes = check.Bytes;
        _checked.Add(string.Create(CultureInfo.InvariantCulture, $"{trace.File}: {check.Sessions} sessions, {check.Steps} steps, root {trace.Root[..12]} fits"));
    }

    private void VerifyReplay(Snapshot snapshot, string file)
    {
        using var reader = new ReplayRecordReader(snapshot.OpenFile(file), file);
        if ((string?)reader.Head["head_seal"] != snapshot.Head.Seal || (string?)reader.Head["run_id"] != _runId.ToString())
        {
            throw new SnapshotCorruptException(file, "head_seal", "belongs to another snapshot");
        }

        long sessions = 0;
        while (reader.Next() is { } session)
        {
            sessions++;
            VerifySession(session, file);
        }

        _checked.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: {sessions} sessions, seal fits"));
    }

    private static void VerifySession(ReplaySession session, string file)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"session {session.Session}");
        var digest = new SessionDigest(session.Session);
        foreach (var (_, compare) in session.Steps)
        {
            digest.Append(compare);
        }

        if (!digest.Value.SequenceEqual(session.Digest))
        {
            throw new SnapshotCorruptException(file, where, "the session digest does not fit its steps");
        }

        Span<byte> raw = stackalloc byte[TraceLine.DigestBytes];
        foreach (var step in session.Differing)
        {
            var number = step.Record.Step;
            Sha256.Hash(step.Covered.Span, raw);
            if (number > session.Steps.Count || !step.Raw.AsSpan().SequenceEqual(session.Steps[number - 1].Raw) || !raw.SequenceEqual(step.Raw))
            {
                throw new SnapshotCorruptException(file, string.Create(CultureInfo.InvariantCulture, $"{where} step {number}"), "the answer does not fit its digest");
            }
        }
    }

    private void VerifyResult(Snapshot snapshot, string? resultSha256)
    {
        var file = SnapshotNames.Result(_runId);
        using var stream = _store.OpenRead(file);
        if (stream is null)
        {
            _unsealed.Add("there is no result: the replays are not sealed (the run did not end, or its result was removed)");
            return;
        }

        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var bytes = buffer.ToArray();
        var json = SealedJson.Read(bytes, file);
        if ((string?)json["head_seal"] != snapshot.Head.Seal || json["files"] is not JsonObject files)
        {
            throw new SnapshotCorruptException(file, "head_seal", "belongs to another snapshot");
        }

        VerifyFiles(snapshot, file, files);
        VerifyJournal(file, ResultFiles.Sha256(bytes), resultSha256);
    }

    private void VerifyFiles(Snapshot snapshot, string file, JsonObject files)
    {
        var actual = ResultFiles.Digests(_store, _runId);
        foreach (var (name, digest) in files)
        {
            if ((string?)actual[name] != (string?)digest)
            {
                throw new SnapshotCorruptException(name, "sha256", actual[name] is null ? "the file is missing" : $"is {actual[name]}, the result says {digest}");
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

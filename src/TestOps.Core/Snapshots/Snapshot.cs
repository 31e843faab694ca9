using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Snapshots;

/// <summary>A sealed snapshot, opened: its head, and its files on demand.</summary>
public sealed class Snapshot
{
    private readonly ISnapshotStore _store;

    private Snapshot(ISnapshotStore store, SnapshotHead head)
    {
        _store = store;
        Head = head;
    }

    /// <summary>The head.</summary>
    public SnapshotHead Head { get; }

    /// <summary>Numbers of the replays that were recorded, in order.</summary>
    public IReadOnlyList<int> Replays => [.. _store.List(Head.RunId).Select(file => SnapshotNames.ReplayNumber(Head.RunId, file)).OfType<int>().Order()];

    /// <summary>Opens the snapshot of a run; null where there is none.</summary>
    /// <exception cref="SnapshotCorruptException">The head is damaged.</exception>
    public static Snapshot? Open(ISnapshotStore store, RunId runId)
    {
        var file = SnapshotNames.Head(runId);
        using var stream = store.OpenRead(file);
        if (stream is null)
        {
            return null;
        }

        var head = SnapshotHead.Read(ReadAll(stream), file);
        return head.RunId == runId ? new Snapshot(store, head) : throw head.Corrupt("run_id", $"is {head.RunId}: the file belongs to another run");
    }

    /// <summary>Reads the trace from its start.</summary>
    /// <exception cref="SnapshotCorruptException">The run recorded no trace, or its file is gone.</exception>
    public TraceReader OpenTrace()
    {
        var trace = Head.Trace ?? throw new SnapshotCorruptException(Head.File, "trace", "the run recorded no trace");
        return new TraceReader(OpenFile(trace.File), trace.File);
    }

    /// <summary>Opens one of the snapshot's files.</summary>
    /// <exception cref="SnapshotCorruptException">The file is gone.</exception>
    public Stream OpenFile(string fileName) => _store.OpenRead(fileName) ?? throw new SnapshotCorruptException(fileName, "file", "missing");

    /// <summary>Names of the snapshot's files, in ordinal order.</summary>
    public IReadOnlyList<string> Files => _store.List(Head.RunId);

    /// <summary>The plan of the recorded run, built again from the head alone: suite, overrides, rows and seed.</summary>
    /// <exception cref="SnapshotCorruptException">The head does not hold a valid plan.</exception>
    public Plan RebuildPlan()
    {
        try
        {
            var overrides = SuiteOverridesJson.Read(Head);
            var suite = overrides.Apply(SuiteReader.ReadOrThrow(Head.Text("suite", "text"), Head.File));
            var seed = ulong.Parse(Head.Text("seed"), NumberStyles.None, CultureInfo.InvariantCulture);
            var date = DateOf(Head.Json["plan"]?["date"]);
            return PlanBuilder.Build(suite, SnapshotRows.Read(Head), seed, (string?)Head.Json["environment"], LoadCaps.Unlimited, date, overrides.Selection, SnapshotFiles.Read(Head));
        }
        catch (Exception problem) when (problem is InvalidSuiteException or ArgumentException or InvalidOperationException or FormatException or OverflowException or JsonException)
        {
            throw new SnapshotCorruptException(Head.File, "suite", problem.Message);
        }
    }

    private static DateOnly? DateOf(JsonNode? day) => day is null ? null : DateOnly.ParseExact((string)day!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static byte[] ReadAll(Stream stream)
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}

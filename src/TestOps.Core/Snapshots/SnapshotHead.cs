using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>The head of a snapshot: canonical JSON with a seal, SHA-256 of the canonical head without its member <c>seal</c>. Immutable.</summary>
public sealed class SnapshotHead
{
    /// <summary>Format of heads written by this version.</summary>
    public const string Schema = "testops-snapshot-1";

    private readonly byte[] _bytes;

    private SnapshotHead(JsonObject json, byte[] bytes, string file)
    {
        Json = json;
        _bytes = bytes;
        File = file;
        RunId = RunId.TryParse(Text("run_id"), out var runId) && runId.ToString() == Text("run_id") ? runId : throw Corrupt("run_id", "no run id");
        Trace = ReadTrace();
    }

    /// <summary>Name of the file, for errors.</summary>
    public string File { get; }

    /// <summary>The run.</summary>
    public RunId RunId { get; }

    /// <summary>Everything, as JSON; not to be changed.</summary>
    public JsonObject Json { get; }

    /// <summary>The seal, lower-case hex.</summary>
    public string Seal => Text("seal");

    /// <summary>Names the key of the tokens that stand for secrets; null where nothing was secret.</summary>
    public string? SecretKeyId => SealedJson.TextOf(Json["secret_key"]);

    /// <summary>When the run began, in UTC, to the second.</summary>
    /// <exception cref="SnapshotCorruptException">The head does not say.</exception>
    public DateTimeOffset StartedAt => DateTimeOffset.TryParse(Text("started_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : throw Corrupt("started_at", "is no time");

    /// <summary>The trace; null where the run recorded none.</summary>
    public TraceSummary? Trace { get; }

    /// <summary>The evidence class that was recorded.</summary>
    public EvidenceClass Evidence => Text("engine", "evidence") switch { "A" => EvidenceClass.Controlled, "B" => EvidenceClass.Cooperating, _ => EvidenceClass.BlackBox };

    /// <summary>The version that the engine said it had; null where it said none.</summary>
    public string? EngineVersion => SealedJson.TextOf(SealedJson.At(Json, "engine", "version"));

    /// <summary>The bytes of the file.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Seals <paramref name="json"/>, which has no member <c>seal</c> yet.</summary>
    public static SnapshotHead SealAs(JsonObject json, string file)
    {
        var bytes = SealedJson.Seal(json);
        return new SnapshotHead(json, bytes, file);
    }

    /// <summary>Reads a head and checks its form and its seal.</summary>
    /// <exception cref="SnapshotCorruptException">The bytes are not canonical, the format is unknown or the seal does not fit.</exception>
    public static SnapshotHead Read(byte[] bytes, string file)
    {
        var json = SealedJson.Read(bytes, file);
        if (SealedJson.TextOf(json["schema"]) != Schema)
        {
            throw new SnapshotCorruptException(file, "schema", $"is '{json["schema"]}', this version reads '{Schema}'");
        }

        return new SnapshotHead(json, bytes, file);
    }

    /// <summary>A text by its path.</summary>
    /// <exception cref="SnapshotCorruptException">There is none.</exception>
    public string Text(params ReadOnlySpan<string> path) => SealedJson.TextOf(SealedJson.At(Json, path)) ?? throw Corrupt(string.Join('.', path!), "no text");

    internal SnapshotCorruptException Corrupt(string where, string problem) => new(File, where, problem);

    private TraceSummary? ReadTrace()
    {
        if (Json["trace"] is not JsonObject trace)
        {
            return null;
        }

        try
        {
            var summary = new TraceSummary(
                Text("trace", "file"), Text("trace", "file_sha256"), Count(trace, "sessions"), Count(trace, "steps"), Count(trace, "bytes"), Text("trace", "root"));
            return summary.File == SnapshotNames.Trace(RunId) ? summary : throw Corrupt("trace.file", $"names '{summary.File}', the trace of this run is {SnapshotNames.Trace(RunId)}");
        }
        catch (Exception problem) when (problem is ArgumentNullException or InvalidOperationException or FormatException or JsonException or OverflowException)
        {
            throw Corrupt("trace", problem.Message);
        }
    }

    // The conversion of a missing node would be an error of ours, not one of the file.
    private long Count(JsonObject trace, string member) =>
        trace[member] is JsonValue value && value.TryGetValue(out long count) && count >= 0 ? count : throw Corrupt($"trace.{member}", "no count");
}

using TestOps.Core.Determinism;
using TestOps.Core.Streams;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;

namespace TestOps.Core.Sessions;

/// <summary>A compiled way to read streams.</summary>
internal sealed class StreamProgram(string? done, JsonPointer? join)
{
    /// <summary>Name of its check.</summary>
    public const string Check = GateIds.CheckOfStream;

    public static StreamProgram Compile(StreamSpec spec)
    {
        if (spec.Join is null)
        {
            return new StreamProgram(spec.Done, null);
        }

        return JsonPointer.TryParse(spec.Join, out var join, out var problem) ? new StreamProgram(spec.Done, join) : throw new ArgumentException($"stream: {problem}", nameof(spec));
    }

    /// <summary>Begins to read an answer.</summary>
    public StreamReading Begin() => new(done, join);
}

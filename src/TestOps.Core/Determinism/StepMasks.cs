using System.Buffers;
using System.Text.Json;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>The masks of one step, compiled. Immutable.</summary>
public sealed class StepMasks
{
    private readonly bool _observes;

    private StepMasks(MaskNode? root, IReadOnlyList<MaskSpec> masks)
    {
        Root = root;
        _observes = masks.Any(mask => mask.Kind is MaskKind.Token or MaskKind.Time);
        NeedsStructure = masks.Any(mask => mask.Kind is MaskKind.Tolerance or MaskKind.Time);
    }

    /// <summary>No masks.</summary>
    public static StepMasks None { get; } = new(null, []);

    /// <summary>Nothing but the results of the checks is compared: <c>compare: checks</c>.</summary>
    public static StepMasks ChecksOnly { get; } = new(null, []) { ComparesChecksOnly = true };

    /// <summary>Whether every value of the body is compared as it is.</summary>
    public bool IsEmpty => Root is null;

    /// <summary>Whether only step and check results are compared, and neither request nor answer.</summary>
    public bool ComparesChecksOnly { get; private init; }

    /// <summary>Whether a tolerance applies, of numbers or of times: then equal compare digests are not enough, and <see cref="StepComparer"/> decides.</summary>
    public bool NeedsStructure { get; }

    internal MaskNode? Root { get; }

    /// <summary>
    /// Writes what is compared of a canonical JSON body: masked places become markers that JSON cannot contain, opaque ones vanish (docs/internals/determinism.md).
    /// </summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public void AppendProjection(ReadOnlySpan<byte> canonicalJson, SessionTokens tokens, IBufferWriter<byte> output)
    {
        if (Root is null)
        {
            output.Write(canonicalJson);
            return;
        }

        var reader = new Utf8JsonReader(canonicalJson, CanonicalJson.ReaderOptions);
        reader.Read();
        new Projection(canonicalJson, tokens, output, hidesToleratedNumbers: true).Append(ref reader, Root);
    }

    /// <summary>Feeds the tokens of a record without hashing it; for steps that were compared by digest alone. Answers what is compared of it, where no mask applies.</summary>
    public StepRecord Observe(StepRecord record, SessionTokens tokens)
    {
        var numbered = tokens.Compared(record);
        if (_observes && numbered.Body.Kind == BodyKind.Json)
        {
            using var projection = new ByteBuffer(numbered.Body.Bytes.Length);
            AppendProjection(numbered.Body.Bytes.Span, tokens, projection);
        }

        return numbered;
    }

    /// <summary>Counts the leaves of a body. One with a secret in it is compared only where <paramref name="comparesSecrets"/> is set.</summary>
    /// <exception cref="JsonException">The body is said to be JSON, but is not.</exception>
    public LeafCount CountLeaves(RecordedBody body, bool comparesSecrets = true)
    {
        var leaves = CountLeaves(body);
        return comparesSecrets ? leaves : leaves with { Compared = Math.Max(0, leaves.Compared - SecretLeaves.Count(body)) };
    }

    private LeafCount CountLeaves(RecordedBody body)
    {
        if (ComparesChecksOnly)
        {
            return default;
        }

        if (body.Kind != BodyKind.Json)
        {
            return body.Kind == BodyKind.None ? default : new LeafCount(1, 1, 0);
        }

        var reader = new Utf8JsonReader(body.Bytes.Span, CanonicalJson.ReaderOptions);
        reader.Read();
        return LeafCounter.Count(ref reader, Root);
    }

    internal static StepMasks Compile(IReadOnlyList<(string[] Tokens, MaskSpec Mask)> masks) =>
        masks.Count == 0 ? None : new StepMasks(MaskNode.Build(masks, 0), [.. masks.Select(mask => mask.Mask)]);
}

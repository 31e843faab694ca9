using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Secrets;

/// <summary>The places of a step's bodies whose values are secrets: those under <c>trace.redact</c>, and in answers those that are kept as secrets.</summary>
internal static class SecretPlaces
{
    /// <summary>The places in requests; null where there are none.</summary>
    public static MaskNode? OfRequest(CallStepSpec step, TraceSpec trace) => Build(Redacted(step, trace));

    /// <summary>The places in answers; null where there are none.</summary>
    public static MaskNode? OfAnswer(CallStepSpec step, TraceSpec trace) => Build([.. Redacted(step, trace), .. step.Keep.Where(static keep => keep.IsSecret).Select(static keep => keep.At)]);

    /// <summary>Whether the value at <paramref name="pointer"/> is a secret, is within one, or has one in it.</summary>
    public static bool Touch(MaskNode? places, JsonPointer pointer)
    {
        var node = places;
        foreach (var token in pointer.Tokens)
        {
            if (node?.Mask is not null)
            {
                return true;
            }

            node = node is null ? null : node.Named(token) ?? (JsonPointer.TryReadIndex(token, out var index) ? node.Item(index) : null);
        }

        return node is not null;
    }

    private static IEnumerable<string> Redacted(CallStepSpec step, TraceSpec trace) =>
        trace.Redact.Where(place => place.Step is null || place.Step == step.Name).Select(static place => place.At);

    private static MaskNode? Build(IEnumerable<string> pointers)
    {
        var places = new List<(string[] Tokens, MaskSpec Mask)>();
        foreach (var at in pointers)
        {
            if (!JsonPointer.TryParse(at, out var pointer, out var problem))
            {
                throw new ArgumentException($"A secret needs a JSON Pointer: {problem}.", nameof(pointers));
            }

            // A mask in name only: what counts is that there is one.
            places.Add(([.. pointer.Tokens], new MaskSpec { At = at, Kind = MaskKind.Type, Reason = "secret" }));
        }

        return places.Count == 0 ? null : MaskNode.Build(places, 0);
    }
}

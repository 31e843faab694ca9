using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Sim.Masking;

/// <summary>Tells the indexes in a pointer from keys that are digits: only the body itself knows.</summary>
internal static class PlaceShape
{
    /// <summary>For each token of the escaped <paramref name="pointer"/> whether it is an index of an array in one of the two bodies.</summary>
    public static bool[] Indexes(string pointer, StepRecord expected, StepRecord actual)
    {
        var tokens = Tokens(pointer);
        var indexes = new bool[tokens.Length];
        if (!Walk(expected.Body, pointer, indexes))
        {
            _ = Walk(actual.Body, pointer, indexes);
        }

        return indexes;
    }

    /// <summary>The escaped tokens of a pointer into a body.</summary>
    public static string[] Tokens(string pointer) => pointer.Length == 0 ? [] : pointer[1..].Split('/');

    /// <summary>The pointer with <c>*</c> for every index.</summary>
    public static string Of(string[] tokens, bool[] indexes) => string.Concat(tokens.Select((token, i) => "/" + (indexes[i] ? MaskSet.AnyIndex : token)));

    private static bool Walk(RecordedBody body, string text, bool[] indexes)
    {
        if (body.Kind != BodyKind.Json || !JsonPointer.TryParse(text, out var pointer, out _))
        {
            return false;
        }

        using var document = JsonDocument.Parse(body.Bytes, CanonicalJson.DocumentOptions);
        var value = document.RootElement;
        for (var i = 0; i < pointer.Tokens.Count; i++)
        {
            indexes[i] = value.ValueKind == JsonValueKind.Array;
            if (!JsonPointer.TryParse("/" + Tokens(text)[i], out var single, out _) || !single.TryEvaluate(value, out value))
            {
                return false;
            }
        }

        return true;
    }
}

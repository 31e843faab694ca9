using System.Text.Json;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>Counts the leaves of a recorded body that hold the token of a secret.</summary>
internal static class SecretLeaves
{
    public static long Count(RecordedBody body)
    {
        if (body.Kind == BodyKind.None || !SecretToken.OccursIn(body.Bytes.Span))
        {
            return 0;
        }

        if (body.Kind != BodyKind.Json)
        {
            return 1;
        }

        var leaves = 0L;
        var reader = new Utf8JsonReader(body.Bytes.Span, CanonicalJson.ReaderOptions);
        while (reader.Read())
        {
            leaves += reader.TokenType == JsonTokenType.String && SecretToken.OccursIn(reader.ValueSpan) ? 1 : 0;
        }

        return leaves;
    }
}

using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>
/// Whether the result of a check can be computed again from a record. It cannot where the check looked at what records do not hold: secrets, the engine's address, headers that no
/// check names, and bodies of which only the digest was kept.
/// </summary>
public static class CheckEvidence
{
    private const TokenKinds NeverRecorded = TokenKinds.Environment | TokenKinds.Variables | TokenKinds.Headers;

    /// <summary>Whether result number <paramref name="check"/> (of <see cref="CallProgram.CheckNames"/>) follows from <paramref name="recorded"/>.</summary>
    public static bool IsWhole(CallProgram call, int check, StepRecord recorded)
    {
        if (check >= call.CheckSpecs.Length)
        {
            // Whether a kept value is there can be seen of its token; what a poll waited for cannot.
            var isKeep = check >= call.CheckNames.Count - call.Keeps.Length;
            return recorded.Body.Kind != BodyKind.Hashed && (isKeep || !SecretToken.OccursInAnswer(recorded));
        }

        return call.CheckSpecs[check] switch
        {
            StatusCheck => true,
            HeaderCheck header => IsWhole(header, recorded),
            AtCheck at => IsWhole(at, recorded),
            ScriptCheck script => (Script.Compile(script.Script).Uses & NeverRecorded) == 0 && IsWhole(recorded.Body.Bytes.Span) && recorded.Body.Kind != BodyKind.Hashed && !call.SeesSecrets,
            _ => !SecretToken.OccursInAnswer(recorded),
        };
    }

    private static bool IsWhole(HeaderCheck check, StepRecord recorded) =>
        !CallProgram.IsCredential(check.Header)
        && recorded.Headers.Where(header => header.Name.Equals(check.Header, StringComparison.OrdinalIgnoreCase)).All(static header => IsWhole(System.Text.Encoding.UTF8.GetBytes(header.Value)));

    private static bool IsWhole(AtCheck check, StepRecord recorded)
    {
        if (recorded.Body.Kind != BodyKind.Json)
        {
            return recorded.Body.Kind != BodyKind.Hashed && IsWhole(recorded.Body.Bytes.Span);
        }

        if (IsWhole(recorded.Body.Bytes.Span))
        {
            return true;
        }

        // A secret elsewhere in the answer does not matter, unless a name on the way is one.
        using var body = JsonDocument.Parse(recorded.Body.Bytes, CanonicalJson.DocumentOptions);
        return JsonPointer.TryParse(check.Pointer, out var pointer, out _) && pointer.TryEvaluate(body.RootElement, out var value)
            && IsWhole(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
    }

    private static bool IsWhole(ReadOnlySpan<byte> recorded) => !SecretToken.OccursIn(recorded) && recorded.IndexOf("${engine.base}"u8) < 0;
}

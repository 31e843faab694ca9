using System.Text;
using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Traces;

namespace TestOps.Core.Secrets;

/// <summary>
/// The secrets that one session knows: those of the run, and those that its own answers gave. Other sessions' are not among them: then a record would depend on which session was
/// faster. Not safe for concurrent use.
/// </summary>
internal sealed class SessionSecrets(RunSecrets run)
{
    private const string Hidden = "a secret";

    private SecretPatterns _patterns = run.Patterns;

    /// <summary>Whether this is a run over recorded answers: they hold their tokens already.</summary>
    private bool IsPassive => run.Key is null;

    /// <summary>Another session begins: it knows the secrets of the run alone.</summary>
    public void Forget() => _patterns = run.Patterns;

    /// <summary>A step keeps a secret.</summary>
    public void Keep(JsonElement value)
    {
        if (run.Key is { } key)
        {
            PlaceRedaction.Learn(value, key, Learn);
        }
    }

    /// <summary>A body as it may be recorded: the values at <paramref name="places"/> and every known secret are tokens.</summary>
    public RecordedBody Redact(RecordedBody body, MaskNode? places)
    {
        if (run.Key is not { } key || body.Kind == BodyKind.None)
        {
            return body;
        }

        if (body.Kind != BodyKind.Json)
        {
            return _patterns.Replace(body.Bytes.Span) is { } replaced ? body with { Bytes = replaced } : body;
        }

        var json = body.Bytes;
        if (places is not null)
        {
            json = PlaceRedaction.Apply(json.Span, places, key, Learn);
        }

        return body with { Bytes = JsonRedaction.Replace(json, _patterns, key) };
    }

    /// <summary>Headers as they may be recorded.</summary>
    public Header[] Redact(Header[] headers) =>
        IsPassive || _patterns.IsEmpty ? headers : Array.ConvertAll(headers, header => new Header(header.Name, _patterns.Replace(header.Value)));

    /// <summary>A text as it may be recorded.</summary>
    public string Redact(string text) => IsPassive ? text : _patterns.Replace(text);

    /// <summary>A failed check as it may be shown; <paramref name="isHidden"/> where it looked at a secret.</summary>
    public CheckOutcome Redact(CheckOutcome check, bool isHidden)
    {
        if (check.Passed)
        {
            return check;
        }

        // What a hidden place holds is a secret whether or not the suite has others: a cookie is one in any suite.
        var actual = isHidden && check.Actual is not (null or "absent") ? Hidden : check.Actual;
        return IsPassive ? check with { Actual = actual } : new CheckOutcome(false, _patterns.ReplaceCut(check.Expected ?? ""), _patterns.ReplaceCut(actual ?? ""));
    }

    /// <summary>A reply whose failure may be shown.</summary>
    public EngineReply Redact(EngineReply reply) =>
        !IsPassive && reply.Failure is { } failure && _patterns.ReplaceCut(failure.Message) is var message && message != failure.Message
            ? EngineReply.Failed(failure with { Message = message }, reply.ElapsedNs, reply.Timings)
            : reply;

    /// <summary>An answer that pretends to hold tokens does so no longer.</summary>
    public static ReadOnlyMemory<byte> EscapeMarkers(ReadOnlyMemory<byte> utf8, bool isJson)
    {
        if (utf8.Span.IndexOf(SecretToken.Marker) < 0)
        {
            return utf8;
        }

        ReadOnlyMemory<byte> escaped = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span).Replace("${secret:", "${secret:}", StringComparison.Ordinal));

        // A name with a marker in it may have moved.
        return isJson && CanonicalJson.TryCanonicalize(escaped, out var canonical, out _) ? canonical : escaped;
    }

    private void Learn(string value, string token)
    {
        var known = _patterns;
        _patterns = _patterns.With(value, token);
        if (!ReferenceEquals(known, _patterns))
        {
            run.Remember(value, token);
        }
    }
}

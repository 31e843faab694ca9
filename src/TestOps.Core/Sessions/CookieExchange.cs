using TestOps.Core.Cookies;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>Sends cookies and keeps those of answers. Nothing of them is recorded.</summary>
internal sealed class CookieExchange(bool keeps, Uri? origin)
{
    private const string SetCookie = "Set-Cookie";
    private static readonly Uri s_nowhere = new("http://localhost/");

    /// <summary>The call with the header <c>Cookie</c>, where there are any to send; the step's own header or cookies win.</summary>
    public EngineCall Add(EngineCall call, CallProgram program, KeyValuePair<string, string>[] own, SessionState session)
    {
        var kept = program.SendsJar ? session.Cookies?.HeaderFor(call.Path, session.Clock.Now) : null;
        return kept is null && own.Length == 0 ? call : Add(call, own, kept);
    }

    private static KeyValuePair<string, string>[] RenderAll(CallProgram call, ExpressionScope scope) =>
        Array.ConvertAll(call.Cookies, cookie => KeyValuePair.Create(cookie.Key, cookie.Value.Render(scope)));

    private static EngineCall Add(EngineCall call, KeyValuePair<string, string>[] own, string? kept)
    {
        var names = own.Select(static cookie => cookie.Key).ToHashSet(StringComparer.Ordinal);
        var others = (kept?.Split("; ") ?? []).Where(cookie => !names.Contains(cookie.Split('=')[0]));
        return call.WithHeaders([.. call.Headers, new Header("Cookie", string.Join("; ", own.Select(static cookie => $"{cookie.Key}={cookie.Value}").Concat(others)))]);
    }

    /// <summary>The step's own cookies, rendered.</summary>
    public static KeyValuePair<string, string>[] Render(CallProgram call, ExpressionScope scope) =>
        call.Cookies.Length == 0 ? [] : RenderAll(call, scope);

    /// <summary>Keeps the cookies of an answer.</summary>
    public void Store(EngineCall call, CallProgram program, EngineReply reply, SessionState session)
    {
        if (!keeps || program.Spec.IgnoresCookies || reply.Headers is IHeaderLookup lookup && !lookup.Has(SetCookie))
        {
            return;
        }

        for (var i = 0; i < reply.Headers.Count; i++)
        {
            var header = reply.Headers[i];
            if (header.Name.Equals(SetCookie, StringComparison.OrdinalIgnoreCase))
            {
                session.Cookies ??= new CookieJar(origin ?? s_nowhere);
                session.Cookies.Store(header.Value, call.Path, session.Clock.Now);
            }
        }
    }
}

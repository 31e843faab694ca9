using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Expressions;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;
using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>A compiled call: its request templates, checks and kept values.</summary>
public sealed class CallProgram : StepProgram
{
    private CallProgram(CallStepSpec spec) => Spec = spec;

    /// <summary>The step as the suite writes it.</summary>
    public CallStepSpec Spec { get; }

    /// <summary>Name of the step.</summary>
    public string Name => Spec.Name;

    /// <summary>The call template that masks may name: <c>POST /query</c>.</summary>
    public string CallTemplate { get; private init; } = "";

    /// <summary>Names of all checks of the step, in the order of their results.</summary>
    public IReadOnlyList<string> CheckNames { get; private init; } = [];

    internal Template Path { get; private init; } = null!;

    internal KeyValuePair<string, Template>[] Query { get; private init; } = [];

    internal KeyValuePair<string, Template>[] Headers { get; private init; } = [];

    /// <summary>Headers as recorded: names in order, values unresolved, without credentials.</summary>
    internal Header[] RecordedHeaders { get; private init; } = [];

    internal JsonTemplate? JsonBody { get; private init; }

    internal Template? TextBody { get; private init; }

    internal FormBody? Form { get; private init; }

    internal MultipartBody? Multipart { get; private init; }

    /// <summary>Cookies of the step itself, in suite order.</summary>
    internal KeyValuePair<string, Template>[] Cookies { get; private init; } = [];

    /// <summary>Whether the session's cookies are sent: unless the step says its own by header, or none.</summary>
    internal bool SendsJar { get; private init; }

    internal UntilProgram? Until { get; private init; }

    internal StreamProgram? Stream { get; private init; }

    /// <summary>Whether the request depends on values that earlier answers gave.</summary>
    internal bool UsesKept => Path.UsesKept || (JsonBody?.UsesKept ?? false) || (TextBody?.UsesKept ?? false) || (Form?.UsesKept ?? false) || (Multipart?.UsesKept ?? false) || Array.Exists(Cookies, static pair => pair.Value.UsesKept) || Array.Exists(Query, static pair => pair.Value.UsesKept) || Array.Exists(Headers, static pair => pair.Value.UsesKept);

    internal CompiledCheck[] Checks { get; private init; } = [];

    internal CompiledKeep[] Keeps { get; private init; } = [];

    /// <summary>Response headers that checks look at, in ordinal order: only these are recorded.</summary>
    internal string[] KeptHeaders { get; private init; } = [];

    /// <summary>Places of the request's body whose values are secrets; null where there are none.</summary>
    internal MaskNode? SecretsOfRequest { get; private init; }

    /// <summary>Places of the answer's body whose values are secrets; null where there are none.</summary>
    internal MaskNode? SecretsOfAnswer { get; private init; }

    /// <summary>The checks as the suite writes them, in the order of their results; those of kept values come behind them.</summary>
    internal CheckSpec[] CheckSpecs { get; private init; } = [];

    /// <summary>Whether a kept value of the scenario is a secret, so that scripts may have seen one.</summary>
    internal bool SeesSecrets { get; private init; }

    /// <summary>For each check, whether what it looks at is a secret, so that a failure must not show it.</summary>
    internal bool[] LooksAtSecret { get; private init; } = [];

    internal static CallProgram Compile(CallStepSpec spec, Plan plan)
    {
        var trace = plan.Suite.Trace;
        var secrets = SecretPlaces.OfAnswer(spec, trace);
        var checks = spec.Expect.Any(check => check is StatusCheck) ? spec.Expect : [StatusCheck.Default, .. spec.Expect];
        var text = spec.Body is JsonValue value && value.TryGetValue<string>(out var body) ? body : null;
        return new CallProgram(spec)
        {
            CallTemplate = spec.CallTemplate,
            CheckNames = [.. checks.Select(check => check.Name), .. OwnChecks(spec), .. spec.Keep.Select(keep => CompiledKeep.CheckName(keep.Name))],
            Path = Template.Compile(spec.Path),
            Query = Templates(spec.Query),
            Headers = Templates(spec.Headers),
            RecordedHeaders = [.. spec.Headers.OrderBy(header => header.Key, StringComparer.Ordinal).Where(header => !IsCredential(header.Key)).Select(header => new Header(header.Key, header.Value))],
            JsonBody = spec.Body is null || text is not null ? null : JsonTemplate.Compile(spec.Body),
            TextBody = text is null ? null : Template.Compile(text),
            Form = FormBody.Compile(spec.Form),
            Multipart = MultipartBody.Compile(spec.Multipart, plan.Files),
            Cookies = [.. spec.Cookies.Select(cookie => KeyValuePair.Create(cookie.Key, Template.Compile(cookie.Value)))],
            SendsJar = !spec.IgnoresCookies && !spec.Headers.Keys.Contains("Cookie", StringComparer.OrdinalIgnoreCase),
            Until = spec.Until is null ? null : UntilProgram.Compile(spec.Until),
            Stream = spec.Stream is null ? null : StreamProgram.Compile(spec.Stream),
            Checks = [.. checks.Select(CompiledCheck.Compile)],
            SecretsOfRequest = SecretPlaces.OfRequest(spec, trace),
            SecretsOfAnswer = secrets,
            CheckSpecs = [.. checks],
            SeesSecrets = RunSecrets.AreKept(plan),
            LooksAtSecret = [.. checks.Select(check => LooksAt(check, secrets)), .. spec.Until is { } polled ? new[] { LooksAt(polled.At, secrets) } : []],
            Keeps = [.. spec.Keep.Select(CompiledKeep.Compile)],
            KeptHeaders = [.. checks.OfType<HeaderCheck>().Select(check => check.Header.ToLowerInvariant()).Where(name => !IsCredential(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<string> OwnChecks(CallStepSpec spec)
    {
        if (spec.Until is not null)
        {
            yield return UntilProgram.Check;
        }

        if (spec.Stream is not null)
        {
            yield return StreamProgram.Check;
        }
    }

    private static KeyValuePair<string, Template>[] Templates(IReadOnlyDictionary<string, string> texts) =>
        [.. texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => KeyValuePair.Create(text.Key, Template.Compile(text.Value)))];

    private static bool LooksAt(CheckSpec check, MaskNode? secrets) => check switch
    {
        HeaderCheck header => IsCredential(header.Header),
        AtCheck at => LooksAt(at.Pointer, secrets),
        _ => false,
    };

    private static bool LooksAt(string at, MaskNode? secrets) => JsonPointer.TryParse(at, out var pointer, out _) && SecretPlaces.Touch(secrets, pointer);

    internal static bool IsCredential(string header) => header.ToLowerInvariant() is "authorization" or "cookie" or "set-cookie" or "proxy-authorization";
}

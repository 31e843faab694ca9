using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TestOps.Core.Expressions;
using TestOps.Core.Planning;

namespace TestOps.Core.Secrets;

/// <summary>
/// What must not be shown of a run: the environment variables that its suite reads, and values that its sessions keep as secrets. It gives sessions the variables, and takes
/// every known value out of what is recorded or printed. Safe for concurrent use.
/// </summary>
public sealed class RunSecrets
{
    // Kept values of all sessions cannot stay in memory; what an engine prints before it dies is of the last ones.
    private const int RememberedMax = 256;

    // Members of events and artifacts that hold words of ours or of the suite, never text of an engine.
    private static readonly HashSet<string> s_names = new(
        [
            "at", "check", "class", "code", "duration_histogram", "fingerprint", "gate", "id", "kind", "level", "name", "outcome", "path", "phase", "plan", "root", "run_id",
            "scenario", "seal", "severity", "sha256", "snapshot_path", "source", "status", "step", "step_name", "subsystem", "suite", "trigger", "type", "unit",
        ],
        StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly IReadOnlyDictionary<string, string> _templates;
    private readonly ConcurrentQueue<(string Value, string Token)> _kept = new();

    private RunSecrets(Plan? plan, IReadOnlyDictionary<string, string> values, IReadOnlyList<string> missing, SecretKey? key)
    {
        _values = values;
        _templates = plan?.Variables ?? new Dictionary<string, string>();
        Missing = missing;
        Key = key;
        Patterns = key is null ? SecretPatterns.None : values.OrderBy(static value => value.Key, StringComparer.Ordinal).Aggregate(SecretPatterns.None, (all, value) => all.With(value.Value, key.TokenOf(value.Value)));
    }

    /// <summary>Nothing is secret, and no variable is set.</summary>
    public static RunSecrets None { get; } = new(null, new Dictionary<string, string>(), [], null);

    /// <summary>Names of variables that must be set and are not, in ordinal order.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary><see cref="Read"/>, once for all sessions.</summary>
    internal Func<string, string?> Reader => field ??= Read;

    /// <summary>Names the key of the tokens; null where the suite has no secrets.</summary>
    public string? KeyId => Key?.Id;

    /// <summary>Names of variables whose values are too short to be searched for in answers, in ordinal order.</summary>
    public IReadOnlyList<string> TooShort => [.. _values.Where(static value => value.Value.Length is > 0 and < SecretForms.LengthMin).Select(static value => value.Key).Order(StringComparer.Ordinal)];

    /// <summary>Whether sessions run over recorded answers, which hold their tokens already.</summary>
    internal bool IsRecorded { get; private init; }

    internal SecretKey? Key { get; }

    internal SecretPatterns Patterns { get; }

    /// <summary>Whether anything of a suite is secret: then a key is needed.</summary>
    public static bool AreIn(Plan plan) =>
        plan.Suite.EnvironmentVariables.Count > 0 || plan.Suite.Trace.Redact.Count > 0 || AreKept(plan);

    /// <summary>Whether a step keeps a secret.</summary>
    internal static bool AreKept(Plan plan) => (plan.Suite.Sim?.Scenarios ?? []).Any(static scenario => scenario.Calls.Any(static step => step.Keep.Any(static keep => keep.IsSecret)));

    /// <summary>Reads the variables of <paramref name="plan"/> from <paramref name="environment"/>; <paramref name="key"/> is asked for once, and only where something is secret.</summary>
    public static RunSecrets Open(Plan plan, Func<string, string?> environment, Func<SecretKey> key)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var variable in plan.Suite.EnvironmentVariables.Where(variable => variable.IsReadIn(plan.Environment, plan.Phases)))
        {
            if (environment(variable.Name) is { } value)
            {
                values[variable.Name] = value;
            }
            else if (variable.IsRequired)
            {
                missing.Add(variable.Name);
            }
        }

        return new RunSecrets(plan, values, [.. missing], AreIn(plan) ? key() : null);
    }

    /// <summary>Stand-ins for a plan that is run over recorded answers: each variable reads as <c>${env.NAME}</c>, and nothing is replaced.</summary>
    public static RunSecrets Recorded(Plan plan) =>
        new(plan with { Variables = LeaseVariables.AsRecorded(plan) }, plan.Suite.EnvironmentVariables.Select(static variable => variable.Name).Distinct(StringComparer.Ordinal).ToDictionary(static name => name, static name => $"${{env.{name}}}", StringComparer.Ordinal), [], null) { IsRecorded = true };

    /// <summary>Refuses to go on without a variable that must be set.</summary>
    /// <exception cref="SecretsMissingException">Naming all that are missing.</exception>
    public void RequireAll()
    {
        if (Missing.Count > 0)
        {
            throw new SecretsMissingException(Missing);
        }
    }

    /// <summary>The variable for <c>${env.NAME}</c>; null where it is not set, and for one that the suite does not name.</summary>
    public string? Read(string name) => _values.GetValueOrDefault(name);

    /// <summary>Variables of the chosen environment, with those of the process in them.</summary>
    /// <exception cref="ExpressionException">A variable of the process is not set.</exception>
    public IReadOnlyDictionary<string, string> VariablesOf(ExpressionScope scope) => HasTemplates
        ? _templates.ToDictionary(static variable => variable.Key, variable => scope.EnginePort is null && LeaseVariables.NeedsPort(variable.Value) ? variable.Value : Template.Compile(variable.Value).Render(scope), StringComparer.Ordinal)
        : _templates;

    /// <summary>The text without any known secret: each is replaced by its token, in whatever spelling. A text that begins or ends in the midst of one is cut there.</summary>
    public string Redact(string text)
    {
        var all = AllPatterns();
        return all.IsEmpty ? text : all.ReplaceCut(text);
    }

    /// <summary>JSON without any known secret in its texts; the same node where there is none. Members that hold names of ours or of the suite stay as they are.</summary>
    public JsonNode? Redact(JsonNode? node)
    {
        var all = AllPatterns();
        return all.IsEmpty ? node : JsonRedaction.ReplaceTexts(node, all, s_names.Contains) ?? node;
    }

    /// <summary>Names of the variables whose values fit, in ordinal order.</summary>
    internal IEnumerable<string> NamesOf(Func<string, bool> fits) => _values.Where(value => fits(value.Value)).Select(static value => value.Key).Order(StringComparer.Ordinal);

    internal bool HasTemplates => _templates.Values.Any(static value => value.Contains("${", StringComparison.Ordinal));

    /// <summary>A session has kept a secret.</summary>
    internal void Remember(string value, string token)
    {
        _kept.Enqueue((value, token));
        while (_kept.Count > RememberedMax)
        {
            _kept.TryDequeue(out _);
        }
    }

    private SecretPatterns AllPatterns() => _kept.Aggregate(Patterns, static (all, kept) => all.With(kept.Value, kept.Token));
}

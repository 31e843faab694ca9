using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Server.Problems;
using TestOps.Server.Suites;

namespace TestOps.Server.Runs;

/// <summary>What a caller asks to run: a registered suite and the overrides that the API declares; nothing else can be changed from outside.</summary>
internal sealed record RunOrder
{
    private const int UsersMax = 10_000_000;
    private const int FaultsMax = 10;
    private const int NameMax = 40;

    /// <summary>The call: <c>run</c> or <c>run_all</c>.</summary>
    public required string Call { get; init; }

    /// <summary>Name of the suite; null for the default.</summary>
    public string? Suite { get; init; }

    public required string Trigger { get; init; }

    public ulong? Seed { get; init; }

    public int? Users { get; init; }

    public string? Environment { get; init; }

    public IReadOnlyList<string> Faults { get; init; } = [];

    public bool IsStrict { get; init; }

    /// <summary>What the load is compared with: a run's id, or <see cref="OrderBaseline.None"/>; null for the last run that passed.</summary>
    public string? Baseline { get; init; }

    /// <summary>Time limit of the run; null for the server's.</summary>
    public TimeSpan? Timeout { get; init; }

    public bool IsAll => Call == RunCalls.RunAll;

    public RunWishes Wishes => new()
    {
        Trigger = Trigger,
        IsStrict = IsStrict,
        Overrides = new SuiteOverrides { Seed = Seed, Users = Users, Faults = Faults },
        Environment = Environment,
        IncludesExtraPhases = IsAll,
    };

    /// <summary>The order in one form: equal orders give equal texts, however their bodies were written.</summary>
    public string Canonical
    {
        get
        {
            var order = new JsonObject
            {
                ["call"] = Call,
                ["suite"] = Suite,
                ["trigger"] = Trigger,
                ["seed"] = Seed?.ToString(CultureInfo.InvariantCulture),
                ["users"] = Users,
                ["environment"] = Environment,
                ["faults"] = new JsonArray([.. Faults.Select(fault => (JsonNode)fault)]),
                ["strict"] = IsStrict,
                ["timeout_ms"] = Timeout is { } timeout ? (long)timeout.TotalMilliseconds : null,
            };
            if (Baseline is not null)
            {
                // Only where it is given: the text of an order without one is that of versions that knew none, and an Idempotency-Key compares texts.
                order["baseline"] = Baseline;
            }

            return Encoding.UTF8.GetString(CanonicalJson.Serialize(order));
        }
    }

    /// <summary>Reads the body of a call; none is the default suite as it stands.</summary>
    /// <exception cref="ApiProblemException">Members are unknown or do not fit; all of them are told.</exception>
    public static RunOrder Read(string call, JsonObject? body, TimeSpan timeoutMax)
    {
        var members = new BodyMembers(body ?? []);
        members.Know("suite", "trigger", "seed", "users", "environment", "faults", "strict", "baseline", "timeout");
        var order = new RunOrder
        {
            Call = call,
            Suite = members.Text("suite"),
            Trigger = members.Text("trigger", "1 to 40 letters, digits, '-', '_' and '.'", IsName) ?? "api",
            Seed = members.Seed("seed"),
            Users = members.Whole("users", 1, UsersMax),
            Environment = members.Text("environment"),
            Faults = members.Texts("faults", FaultsMax),
            IsStrict = members.Flag("strict") ?? false,
            Baseline = members.Text("baseline", "the id of a run, or none", static text => text == OrderBaseline.None || RunId.TryParse(text, out _)),
            Timeout = ReadTimeout(members, timeoutMax),
        };
        members.ThrowIfRefused();
        return order;
    }

    /// <summary>The order of a run's row, as <see cref="Canonical"/> wrote it.</summary>
    /// <exception cref="OrderRefusedException">The row holds no order that this version knows.</exception>
    public static RunOrder Restore(string canonical)
    {
        try
        {
            var json = JsonNode.Parse(canonical) as JsonObject ?? throw new FormatException("no object");
            return new RunOrder
            {
                Call = (string?)json["call"] ?? throw new FormatException("no call"),
                Suite = (string?)json["suite"],
                Trigger = (string?)json["trigger"] ?? throw new FormatException("no trigger"),
                Seed = (string?)json["seed"] is { } seed ? ulong.Parse(seed, NumberStyles.None, CultureInfo.InvariantCulture) : null,
                Users = (int?)json["users"],
                Environment = (string?)json["environment"],
                Faults = json["faults"] is JsonArray faults ? [.. faults.Select(fault => (string)fault!)] : [],
                IsStrict = (bool?)json["strict"] ?? false,
                Baseline = (string?)json["baseline"],
                Timeout = (long?)json["timeout_ms"] is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new OrderRefusedException($"the run's row holds no order that this version can read: {problem.Message}", "start the run again");
        }
    }

    // The trigger stands in the first log line: nothing in it may look like more than a name.
    private static bool IsName(string text) => text.Length is > 0 and <= NameMax && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static TimeSpan? ReadTimeout(BodyMembers members, TimeSpan max)
    {
        if (members.Text("timeout") is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var timeout, out _) && timeout > TimeSpan.Zero && timeout <= max)
        {
            return timeout;
        }

        members.Refuse("timeout", $"must be a duration such as 90s or 10m, at most {DurationText.Format(max)}");
        return null;
    }
}

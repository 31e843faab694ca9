using System.Text;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What <c>testops load</c> changes of a suite's load.</summary>
public sealed record LoadOverrides
{
    /// <summary>Whether the command made its suite up from <see cref="Url"/>, so that there is no file.</summary>
    public bool IsMadeUp { get; init; }

    /// <summary>The profile that is run; null keeps the suite's load.</summary>
    public string? Profile { get; init; }

    /// <summary>The k6 script that is run; null keeps the suite's load.</summary>
    public string? Script { get; init; }

    /// <summary>Address that is driven in place of the suite's engine, or that a suite was made up from; null keeps the engine.</summary>
    public string? Url { get; init; }

    /// <summary>Virtual users at the peak of the profile; null keeps its own.</summary>
    public int? Vus { get; init; }

    /// <summary>Iterations started a second at the peak of the profile; null keeps its own.</summary>
    public int? Rate { get; init; }

    /// <summary>Time at the peak of the profile; null keeps its own.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The driver; null keeps the suite's.</summary>
    public string? Driver { get; init; }

    /// <summary>The command that runs this load of a suite again, without seed and environment.</summary>
    public string CommandOf(string suitePath)
    {
        var command = new StringBuilder("testops load");
        if ((Profile ?? (IsMadeUp && Script is not null ? suitePath : Script)) is { } what)
        {
            command.Append(' ').Append(ShellWord.Of(what));
        }

        Append(command, "--suite", IsMadeUp ? null : suitePath);
        Append(command, "--url", Url);
        Append(command, "--vus", Vus?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Append(command, "--rate", Rate?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Append(command, "--duration", Duration is { } duration ? DurationText.Format(duration) : null);
        Append(command, "--driver", Driver);
        return command.ToString();
    }

    internal EngineSpec Apply(EngineSpec engine) => Url is not { } url || IsMadeUp ? engine : new EngineSpec
    {
        Kind = "http",
        BaseUrl = url,
        Headers = engine.Headers,
        Timeout = engine.Timeout,
        MaxBodyBytes = engine.MaxBodyBytes,
        Health = engine.Kind == "http" ? engine.Health : null,
        Version = engine.Kind == "http" ? engine.Version : null,
    };

    internal LoadSpec? Apply(LoadSpec? load)
    {
        if (Script is { } script)
        {
            var variables = load?.Script?.Environment ?? new Dictionary<string, string>();
            load = (load ?? Empty()) with { Script = new K6ScriptSpec { File = script, Environment = variables }, Profile = null, Scenarios = [], Thresholds = [], Driver = "k6" };
        }
        else if (Profile is { } name)
        {
            load = (load ?? Empty()) with { Profile = name, Scenarios = [], Script = null, Driver = load is { Script: null } ? load.Driver : "builtin" };
        }

        if (load is { Profile: { } chosen } && (Vus is not null || Rate is not null || Duration is not null) && LoadProfiles.Find(load.Profiles, chosen) is { } profile)
        {
            var changed = profile with { Vus = Vus ?? profile.Vus, Rate = Rate ?? profile.Rate, Duration = Duration ?? profile.Duration };
            load = load with { Profiles = [.. load.Profiles.Where(other => other.Name != chosen), changed] };
        }

        return load is null || Driver is null ? load : load with { Driver = Driver };
    }

    private static LoadSpec Empty() => new() { Scenarios = [] };

    private static void Append(StringBuilder command, string option, string? value)
    {
        if (value is not null)
        {
            command.Append(' ').Append(option).Append(' ').Append(ShellWord.Of(value));
        }
    }
}

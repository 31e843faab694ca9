using System.Globalization;
using System.Text;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Core.WarRoom;

/// <summary>Completes a command of the catalogue with what the run was given besides its suite: pasted as it stands, it meets the same plan.</summary>
internal static class ReproduceCommand
{
    private const string Load = "testops load";

    // The commands that plan a suite; a replay finds all of it in the snapshot.
    private static readonly string[] Planning = ["testops run ", "testops try ", "testops plan ", Load];

    // The commands that call an engine, which the operator must allow.
    private static readonly string[] Calling = ["testops run ", "testops try ", "testops replay ", Load];

    public static string Complete(string command, string suitePath, Plan plan, SuiteOverrides overrides, OperatorOptions given)
    {
        // A load on its own is run again as it was begun; testops run would do more, or another load.
        command = overrides.Load is { } load && (load.IsMadeUp ? IsOneOf(Planning, command) : command.StartsWith("testops run ", StringComparison.Ordinal)) ? load.CommandOf(suitePath) : command;
        var complete = new StringBuilder(command);
        if (IsOneOf(Planning, command))
        {
            AppendPlanning(complete, command, plan, overrides);
        }

        foreach (var host in IsOneOf(Calling, command) ? given.AllowedHosts : [])
        {
            Append(complete, "--allow-host", host);
        }

        Append(complete, "--data", given.DataFolder);
        return complete.ToString();
    }

    private static bool IsOneOf(string[] commands, string command) => commands.Any(one => command.StartsWith(one, StringComparison.Ordinal));

    private static void AppendPlanning(StringBuilder complete, string command, Plan plan, SuiteOverrides overrides)
    {
        if (!command.Contains(" --seed ", StringComparison.Ordinal))
        {
            Append(complete, "--seed", plan.Seed.ToString(CultureInfo.InvariantCulture));
        }

        Append(complete, "--users", overrides.Users?.ToString(CultureInfo.InvariantCulture));
        Append(complete, "--env", plan.Environment);
        foreach (var (option, name) in command.StartsWith("testops try ", StringComparison.Ordinal) || command.StartsWith(Load, StringComparison.Ordinal) ? [] : overrides.Selection.Options)
        {
            Append(complete, option, name);
        }

        if (!command.StartsWith("testops try ", StringComparison.Ordinal))
        {
            AppendCaps(complete, plan.Caps);
        }

        foreach (var fault in overrides.Faults)
        {
            Append(complete, "--fault", fault);
        }

        if (overrides.ExtraPhases.Count > 0 && !command.StartsWith("testops try ", StringComparison.Ordinal))
        {
            complete.Append(" --all");
        }
    }

    // The operator's caps where they are not the usual ones: without them a plan beyond those would be refused.
    private static void AppendCaps(StringBuilder complete, LoadCaps caps)
    {
        var usual = new LoadCaps();
        if (caps == LoadCaps.Unlimited)
        {
            return;
        }

        Append(complete, "--max-vus", caps.MaxVus == usual.MaxVus ? null : caps.MaxVus.ToString(CultureInfo.InvariantCulture));
        Append(complete, "--max-rate", caps.MaxRate.Equals(usual.MaxRate) ? null : caps.MaxRate.ToString(CultureInfo.InvariantCulture));
        Append(complete, "--max-duration", caps.MaxDuration == usual.MaxDuration ? null : DurationText.Format(caps.MaxDuration));
    }

    private static void Append(StringBuilder command, string option, string? value)
    {
        if (value is not null)
        {
            command.Append(' ').Append(option).Append(' ').Append(IncidentTemplate.AsShellWord(value));
        }
    }
}

using System.Globalization;
using System.Text;
using TestOps.Core.Planning;

namespace TestOps.Core.WarRoom;

/// <summary>Completes a command of the catalogue with what the run was given besides its suite: pasted as it stands, it meets the same plan.</summary>
internal static class ReproduceCommand
{
    // The commands that plan a suite; a replay finds all of it in the snapshot.
    private static readonly string[] Planning = ["testops run ", "testops try ", "testops plan "];

    public static string Complete(string command, Plan plan, SuiteOverrides overrides)
    {
        if (!Planning.Any(planning => command.StartsWith(planning, StringComparison.Ordinal)))
        {
            return command;
        }

        var complete = new StringBuilder(command);
        if (!command.Contains(" --seed ", StringComparison.Ordinal))
        {
            Append(complete, "--seed", plan.Seed.ToString(CultureInfo.InvariantCulture));
        }

        Append(complete, "--users", overrides.Users?.ToString(CultureInfo.InvariantCulture));
        Append(complete, "--env", plan.Environment);
        foreach (var (option, name) in command.StartsWith("testops try ", StringComparison.Ordinal) ? [] : overrides.Selection.Options)
        {
            Append(complete, option, name);
        }

        foreach (var fault in overrides.Faults)
        {
            Append(complete, "--fault", fault);
        }

        if (overrides.ExtraPhases.Count > 0 && !command.StartsWith("testops try ", StringComparison.Ordinal))
        {
            complete.Append(" --all");
        }

        return complete.ToString();
    }

    private static void Append(StringBuilder command, string option, string? value)
    {
        if (value is not null)
        {
            command.Append(' ').Append(option).Append(' ').Append(IncidentTemplate.AsShellWord(value));
        }
    }
}

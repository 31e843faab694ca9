using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Reports;

/// <summary>The commands that a report offers next, as they must be typed to mean the same run: with its data folder and its overrides.</summary>
internal sealed class FollowUp(string? dataOption)
{
    // An incident whose command selects a part names all of it.
    private static readonly (string Member, string Option)[] s_selects = [("scenarios", "--scenario"), ("tags", "--tag"), ("phases", "--phase")];

    public string Verify(RunReport report) => WithData($"testops verify {report.Run.RunId}");

    public string Show(RunReport report) => WithData($"testops show {report.Run.RunId}");

    /// <summary>The command that shows the worst of a run again: of an incident of the first gate that does not hold, else of the first incident, else the run itself.</summary>
    public string? Reproduce(RunReport report)
    {
        var phase = report.Verdict.Gates.Where(gate => gate.Status != GateStatus.Pass).OrderByDescending(gate => gate.Status).FirstOrDefault()?.Phase;
        var incident = report.Incidents.FirstOrDefault(incident => incident.Source == phase) ?? report.Incidents.FirstOrDefault();
        if (incident is not null)
        {
            return Complete(report, incident.Reproduce);
        }

        var load = (string?)report.Head?.Json["overrides"]?["load"]?["command"];
        return load is not null ? Complete(report, load) : report.SuitePath is { } suite ? Complete(report, $"testops run {Quote(suite)} --seed {report.Seed}") : null;
    }

    /// <summary>Adds to a command what the run was given besides its suite.</summary>
    public string Complete(RunReport report, string command)
    {
        if (!command.StartsWith("testops run ", StringComparison.Ordinal) && !command.StartsWith("testops try ", StringComparison.Ordinal) && !command.StartsWith("testops load", StringComparison.Ordinal))
        {
            return WithData(command);
        }

        var complete = new StringBuilder(command);
        var overrides = report.Head?.Json["overrides"] as JsonObject;
        Append(complete, "--seed", report.Seed?.ToString(CultureInfo.InvariantCulture));
        Append(complete, "--users", overrides?["users"]?.ToString());
        Append(complete, "--env", (string?)report.Head?.Json["environment"]);
        if (command.StartsWith("testops run ", StringComparison.Ordinal) && !s_selects.Any(part => command.Contains($" {part.Option} ", StringComparison.Ordinal)))
        {
            foreach (var (member, option) in s_selects)
            {
                foreach (var name in overrides?[member] as JsonArray ?? [])
                {
                    complete.Append(' ').Append(option).Append(' ').Append(Quote((string)name!));
                }
            }
        }

        if (!command.Contains(" --fault ", StringComparison.Ordinal))
        {
            foreach (var fault in overrides?["faults"] as JsonArray ?? [])
            {
                complete.Append(" --fault ").Append(Quote((string)fault!));
            }
        }

        return WithData(complete.ToString());
    }

    /// <summary>A text as one word of a POSIX shell.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:=@%+,".Contains(c)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Append(StringBuilder command, string option, string? value)
    {
        if (value is not null && !command.ToString().Contains($" {option} ", StringComparison.Ordinal))
        {
            command.Append(' ').Append(option).Append(' ').Append(Quote(value));
        }
    }

    // Incidents of a run that was given a folder name it themselves.
    private string WithData(string command) => dataOption is null || command.Contains(" --data ", StringComparison.Ordinal) ? command : $"{command} --data {Quote(dataOption)}";
}

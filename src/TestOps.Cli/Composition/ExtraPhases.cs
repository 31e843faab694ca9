using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Cli.Composition;

/// <summary>The phases that <c>--all</c> adds to a run.</summary>
internal static class ExtraPhases
{
    /// <summary>Their names: the suite's commands, then the phases that this executable brings along.</summary>
    /// <exception cref="InvalidSuiteException">A command is named like one of those.</exception>
    public static IReadOnlyList<string> Of(CliHost host, SuiteFile file)
    {
        var commands = file.Suite.Phases.Select(phase => phase.Name).ToList();
        var problems = commands.Intersect(host.Phases.Select(phase => phase.Name), StringComparer.Ordinal)
            .Select(name => new SuiteProblem($"phases.{name}", 0, "this executable brings a phase of that name along", $"name it otherwise, such as {name}-command")).ToList();
        return problems.Count == 0
            ? [.. commands, .. host.Phases.Select(phase => phase.Name)]
            : throw new InvalidSuiteException(file.Path, SuiteLines.Locate(file.Suite.SourceText, problems));
    }
}

using System.Text.RegularExpressions;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests;

/// <summary>Constructs that have no place in this repository, found by their words.</summary>
public sealed partial class ForbiddenCodeTests
{
    // Where processes begin: the only place that may start work on the thread pool and read the system's clock.
    private const string CompositionRoot = "src/TestOps.Cli/Composition/";

    [Fact]
    public void Source_Anywhere_HasNoAsyncVoid() => CheckSource("async void", AsyncVoid(), "nobody can await it: return a Task");

    [Fact]
    public void Source_Anywhere_NeverSleeps() => CheckSource("sleep", Sleep(), "wait for what is awaited, with a deadline");

    [Fact]
    public void Source_Anywhere_NeverWaitsForAnAwaiter() => CheckSource("awaiter", Awaiter(), "await the task");

    [Fact]
    public void Source_OutsideOfTheCompositionRoot_StartsNoPoolWork() => CheckSource("pool work", PoolWork(), "each task has an owner that awaits it: take an IWorkerPool", CompositionRoot);

    [Fact]
    public void Source_OutsideOfTheCompositionRoot_ReadsNoAmbientClock() => CheckSource("ambient clock", AmbientClock(), "take a TimeProvider", CompositionRoot);

    [Fact]
    public void Source_OfCoreAndSim_StaysOnItsScheduler() =>
        CheckFiles("scheduler", RepositoryFiles.Source.Where(file => file.Path.StartsWith("src/TestOps.Core/", StringComparison.Ordinal) || file.Path.StartsWith("src/TestOps.Sim/", StringComparison.Ordinal)), file => file.Code, ConfigureAwait(), "Core and Sim never leave the scheduler they are awaited on");

    [Fact]
    public void Tests_Anywhere_NeverSleepNorDelay() =>
        CheckFiles("test delay", RepositoryFiles.Tests.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal)), file => file.Code, TestDelay(), "advance a clock, or await an event with a deadline");

    [Fact]
    public void Code_Anywhere_HasNoRegion() => CheckFiles("region", RepositoryFiles.Source.Concat(RepositoryFiles.Tests), file => file.Text, Region(), "a file that needs regions is too long");

    [Fact]
    public void Code_Anywhere_HasNoBareToDo() =>
        CheckFiles("to-do", RepositoryFiles.Source.Concat(RepositoryFiles.Tests), file => file.Text, ToDo(), "name the issue in brackets and with its number sign, or do it");

    [Fact]
    public void Code_ThatSuppressesAWarning_SaysWhy() =>
        CheckFiles("suppression", RepositoryFiles.Source.Concat(RepositoryFiles.Tests), file => file.Text, Suppression(), "give the reason on the same line");

    private static void CheckSource(string rule, Regex pattern, string instead, string? except = null) =>
        CheckFiles(rule, RepositoryFiles.Source.Where(file => except is null || !file.Path.StartsWith(except, StringComparison.Ordinal)), file => file.Code, pattern, instead);

    private static void CheckFiles(string rule, IEnumerable<SourceFile> files, Func<SourceFile, string> text, Regex pattern, string instead) =>
        RuleExceptions.Check(
            rule,
            from file in files
            from match in pattern.Matches(text(file))
            select new Finding(file.Path, $"line {file.LineAt(match.Index)}: '{match.Value.Trim()}': {instead}"));

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\.GetAwaiter\(\)\s*\.GetResult\b")]
    private static partial Regex Awaiter();

    [GeneratedRegex(@"\bTask\s*\.\s*Run\b|\bTask\.Factory\b|\bnew\s+Thread\b|\bThreadPool\.(Unsafe)?QueueUserWorkItem\b")]
    private static partial Regex PoolWork();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\bEnvironment\.TickCount|\bStopwatch\b|(?<!init; } = )\bTimeProvider\.System\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\.Shared\b|\bnew\s+Random\b")]
    private static partial Regex AmbientClock();

    [GeneratedRegex(@"\bConfigureAwait\b")]
    private static partial Regex ConfigureAwait();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b|\bTask\s*\.\s*Delay\((?![^;]*(time|clock))", RegexOptions.IgnoreCase)]
    private static partial Regex TestDelay();

    [GeneratedRegex(@"^[ \t]*#region\b", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b(?!\(#\d+\))")]
    private static partial Regex ToDo();

    [GeneratedRegex(@"^[ \t]*#pragma warning disable [\w, ]*$|\[(assembly: )?SuppressMessage\((?!.*Justification)[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Suppression();
}

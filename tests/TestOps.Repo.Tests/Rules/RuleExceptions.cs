namespace TestOps.Repo.Tests.Rules;

/// <summary>What breaks a rule and is known. The list only shrinks: an entry that is not needed any more fails its rule until it is removed.</summary>
internal static class RuleExceptions
{
    private static readonly RuleException[] Known =
    [
        new("cancellation", "TestOps.Core.Runs.Runner.RunAsync", "2026-11-23", "takes a RunControl, which cancels in two stages"),
        new("awaiter", "src/TestOps.Core/Expectations/SchemaCondition.cs", "2026-11-23", "the library has no synchronous reader; the call never waits, as its comment says"),
        new("blocking", "TestOps.Processes", "2026-11-23", "reads the result of a task that has completed"),
        new("blocking", "TestOps.Load", "2026-11-23", "reads the result of a value task that has completed: no state machine for each read of a socket"),
        new("pool work", "src/TestOps.Engines/Toron/ToronServer.cs", "2026-11-23", "standard input has no asynchronous reads; the thread is a background one"),
        new("pool work", "src/TestOps.Processes/Guarding/GuardedCommand.cs", "2026-11-23", "the guard is a process of its own: one thread waits for children, one for the pipe, and both end with it"),
        new("pool work", "src/TestOps.Load/BuiltIn/Wires/PollLoop.cs", "2026-11-28", "waits for sockets in the kernel, which a pool's thread must not; background threads, one a core"),
        new("pool work", "src/TestOps.Store/Relational/GroupCommit.cs", "2026-11-23", "one writer, owned by the store, awaited when it is disposed"),
    ];

    /// <summary>Fails with all findings that are not excepted, and with all exceptions that find nothing.</summary>
    public static void Check(string rule, IEnumerable<Finding> findings)
    {
        var known = Known.Where(exception => exception.Rule == rule).Select(exception => exception.Subject).ToHashSet(StringComparer.Ordinal);
        var found = findings.ToList();
        var problems = found.Where(finding => !known.Contains(finding.Subject)).Select(finding => $"{finding.Subject}: {finding.Text}")
            .Concat(known.Except(found.Select(finding => finding.Subject)).Select(subject => $"{subject}: keeps the rule now; remove its exception from {nameof(RuleExceptions)}.cs"))
            .ToList();
        if (problems.Count > 0)
        {
            // All of them, one a line: an assertion on the list would show the first.
            Assert.Fail($"the rule '{rule}' is broken in {problems.Count} place(s):\n{string.Join('\n', problems)}");
        }
    }
}

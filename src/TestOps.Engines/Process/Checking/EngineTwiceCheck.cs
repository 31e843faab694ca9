using System.Globalization;
using System.Text.Unicode;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.Traces;
using TestOps.Processes;

namespace TestOps.Engines.Process.Checking;

/// <summary>Whether two fresh processes answer the same calls alike: what a replay will ask of the engine.</summary>
internal sealed class EngineTwiceCheck(EngineSpec spec, EngineBinding binding, GuardCommand? guard)
{
    private const int Processes = 3;

    public async Task<EngineCheckResult> RunAsync(IReadOnlyList<EngineCall> calls, bool isOwn, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineReply>? first = null;
        for (var process = 1; process <= Processes; process++)
        {
            var (replies, defect) = await TryAskAsync(calls, process, cancellationToken).ConfigureAwait(false);
            if (defect is not null)
            {
                return defect;
            }

            first ??= replies!;
            for (var call = 0; call < calls.Count; call++)
            {
                if (Difference(first[call], replies![call]) is { } difference)
                {
                    return new EngineCheckResult(
                        EngineCheckNames.SameTwice,
                        EngineCheckStatus.Failed,
                        string.Create(CultureInfo.InvariantCulture, $"{calls[call].Method} {calls[call].Path}: fresh processes 1 and {process} differ {difference}"),
                        "find what differs from process to process: the order of a set or map, a random number, a clock, a process id; in Python try PYTHONHASHSEED");
                }
            }
        }

        var hint = isOwn ? "" : "; these are no calls of its own: name some with --call or --suite";
        return new EngineCheckResult(EngineCheckNames.SameTwice, EngineCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"{Processes} fresh processes answered {calls.Count} calls alike{hint}"));
    }

    // No answer is no equality: two calls that timed out alike say nothing of what the engine would have answered.
    private async Task<(IReadOnlyList<EngineReply>? Replies, EngineCheckResult? Defect)> TryAskAsync(IReadOnlyList<EngineCall> calls, int process, CancellationToken cancellationToken)
    {
        try
        {
            var replies = await AskAsync(calls, cancellationToken).ConfigureAwait(false);
            return replies[^1].Failure is { } failure
                ? (null, Unanswered($"{calls[replies.Count - 1].Method} {calls[replies.Count - 1].Path}: fresh process {Number(process)} gave no answer to compare: {failure.Message}", EngineCheckFixes.Of(failure)))
                : (replies, null);
        }
        catch (TestOpsException exception)
        {
            return (null, Unanswered($"fresh process {Number(process)}: {exception.Message}", "the engine must start as often as it is asked to"));
        }
    }

    private static EngineCheckResult Unanswered(string seen, string fix) => new(EngineCheckNames.SameTwice, EngineCheckStatus.Failed, seen, fix);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Up to the first call without an answer.
    private async Task<IReadOnlyList<EngineReply>> AskAsync(IReadOnlyList<EngineCall> calls, CancellationToken cancellationToken)
    {
        var program = await ProcessProgram.StartAsync(spec, binding, guard, cancellationToken).ConfigureAwait(false);
        await using (program.ConfigureAwait(false))
        {
            var replies = new List<EngineReply>();
            foreach (var call in calls)
            {
                replies.Add(await program.Dialogue.CallAsync(call, cancellationToken).ConfigureAwait(false));
                if (replies[^1].Failure is not null)
                {
                    break;
                }
            }

            return replies;
        }
    }

    private static string? Difference(EngineReply one, EngineReply other)
    {
        var comparison = StepComparer.Compare(RecordOf(one), RecordOf(other), StepMasks.None, new SessionTokens(), new SessionTokens());
        return comparison.Divergences is [var first, ..] ? $"at {first.Pointer}: {first.Expected} and {first.Actual}" : null;
    }

    private static StepRecord RecordOf(EngineReply reply) => new()
    {
        Session = 0,
        Step = 1,
        Scenario = "check",
        Name = "check",
        Method = "",
        Path = "",
        Status = reply.Status,
        ContentType = reply.ContentType,
        Body = BodyOf(reply),
    };

    private static RecordedBody BodyOf(EngineReply reply) => reply.Body.IsEmpty ? default
        : CanonicalJson.TryCanonicalize(reply.Body, out var canonical, out _) ? new RecordedBody(BodyKind.Json, canonical)
        : new RecordedBody(Utf8.IsValid(reply.Body.Span) ? BodyKind.Text : BodyKind.Binary, reply.Body);
}

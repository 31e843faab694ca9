using TestOps.Core.Runs;
using TestOps.Core.Sessions;

namespace TestOps.Load.BuiltIn;

/// <summary>One failed request of a load.</summary>
/// <param name="Step">Name of its step.</param>
/// <param name="What">The call and how it failed, within a sentence.</param>
/// <param name="Since">When it was sent, in the form of logs.</param>
/// <param name="RetryAfter">The wait that the answer asked for; null where it asked for none.</param>
internal sealed record FailedCall(string Step, string What, string Since, string? RetryAfter)
{
    private const int WhatMax = 300;

    public static FailedCall Of(StepOutcome outcome)
    {
        var reply = outcome.Reply;
        var how = reply.Failure?.Message ?? FormattableString.Invariant($"status {reply.Status}");
        var what = $"{outcome.Step.CallTemplate}: {how}";
        return new FailedCall(
            outcome.Step.Name,
            what.Length <= WhatMax ? what : string.Concat(what.AsSpan(0, WhatMax), "..."),
            StoredTime.ToSecondsText(outcome.Scope.Clock.Now.AddTicks(-reply.ElapsedNs / 100)),
            reply.Header("Retry-After"));
    }
}

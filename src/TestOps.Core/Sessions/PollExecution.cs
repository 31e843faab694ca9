using TestOps.Core.Engines;

namespace TestOps.Core.Sessions;

/// <summary>
/// Asks again until an answer is as expected. All attempts send the one request that was rendered: drawing anew for each would move the draws behind the step by their number, which is a
/// measurement.
/// </summary>
internal sealed class PollExecution(SessionOptions options, ISessionObserver observer)
{
    private readonly Pause _pause = new(options.Time);

    /// <summary>Goes on after the first answer, which <paramref name="outcome"/> holds, and leaves the last one in it with the number of attempts and the time of all.</summary>
    public async ValueTask RunAsync(UntilProgram until, StepOutcome outcome, SessionState session, Func<CancellationToken, ValueTask<EngineReply>> ask, CancellationToken cancellationToken)
    {
        var spentNs = outcome.Reply.ElapsedNs;
        while (!options.PollsOnce && !IsOver(until, outcome.Reply) && (outcome.ElapsedNs = Elapsed(session, outcome, spentNs)) <= until.TimeoutNs - until.EveryNs)
        {
            observer.OnAttempt(outcome);
            await WaitAsync(until, session, cancellationToken);
            outcome.Reply = await ask(cancellationToken);
            outcome.Attempts++;
            spentNs += until.EveryNs + outcome.Reply.ElapsedNs;
        }

        outcome.ElapsedNs = Elapsed(session, outcome, spentNs);
    }

    // The clock of an offline validation stands still; there the one recorded answer carries the time of all attempts.
    private static long Elapsed(SessionState session, StepOutcome outcome, long spentNs) => Math.Max(session.Clock.NowNs - outcome.StartNs, spentNs);

    private bool IsOver(UntilProgram until, EngineReply reply)
    {
        if (reply.Failure is not null)
        {
            return true;
        }

        using var body = ReplyBody.Read(reply, canonical: options.Records, options.EngineBase);
        return until.Judge(body).Passed;
    }

    private async ValueTask WaitAsync(UntilProgram until, SessionState session, CancellationToken cancellationToken)
    {
        if (session.Clock.IsVirtual)
        {
            session.Clock.Advance(until.EveryNs);
        }
        else
        {
            await _pause.WaitAsync(TimeSpan.FromTicks(until.EveryNs / 100), cancellationToken);
        }
    }
}

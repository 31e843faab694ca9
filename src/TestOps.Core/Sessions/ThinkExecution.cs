using TestOps.Core.Determinism;

namespace TestOps.Core.Sessions;

/// <summary>Spends the pauses of sessions: in virtual time they move the clock, in wall time they wait or are skipped.</summary>
internal sealed class ThinkExecution(SessionOptions options)
{
    public async ValueTask RunAsync(ThinkProgram think, SessionState session, CancellationToken cancellationToken)
    {
        // The draw happens even where the pause is skipped, so that skipping moves no other draw.
        var nanoseconds = ThinkSampler.SampleNs(think.Think, session.Random.Fork(think.Stream));
        if (session.Clock.IsVirtual)
        {
            session.Clock.Advance(nanoseconds);
        }
        else if (options.SpendsThink)
        {
            await Task.Delay(TimeSpan.FromTicks(nanoseconds / 100), options.Time, cancellationToken);
        }
    }
}

using System.Globalization;
using TestOps.Core.Determinism;

namespace TestOps.Core.Sessions;

/// <summary>Spends the pauses of sessions: in virtual time they move the clock, in wall time they wait or are skipped.</summary>
internal sealed class ThinkExecution(SessionOptions options, ISessionObserver observer)
{
    private readonly Pause _pause = new(options.Time);

    public ValueTask RunAsync(ThinkProgram think, SessionState session, CancellationToken cancellationToken)
    {
        // The draw happens even where the pause is skipped, so that skipping moves no other draw.
        var stream = session.Iteration == 0 ? think.Stream : string.Create(CultureInfo.InvariantCulture, $"{think.Stream}/{session.Iteration}");
        var nanoseconds = ThinkSampler.SampleNs(think.Think, session.Random.Fork(stream));
        observer.OnThink(nanoseconds);
        if (session.Clock.IsVirtual)
        {
            session.Clock.Advance(nanoseconds);
        }
        else if (options.SpendsThink)
        {
            return _pause.WaitAsync(TimeSpan.FromTicks(nanoseconds / 100), cancellationToken);
        }

        return ValueTask.CompletedTask;
    }
}

using Microsoft.Extensions.Time.Testing;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Fakes;

/// <summary>One executor under a clock that the test moves.</summary>
internal sealed class ExecutorBench : IDisposable
{
    private readonly LoadClock _clock;

    public ExecutorBench(LoadScenarioSpec scenario, TimeSpan iterationDuration, Func<TimeProvider, IIteration>? iteration = null, Func<Task>? turn = null)
        : this(scenario, (_, _) => iterationDuration, iteration, turn)
    {
    }

    public ExecutorBench(LoadScenarioSpec scenario, Func<VirtualUser, IterationStart, TimeSpan> iterationDuration, Func<TimeProvider, IIteration>? iteration = null, Func<Task>? turn = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Iteration = new ClockedIteration(Time, iterationDuration);
        Board = new SampleBoard([]);
        Users = new UserPool(MakeClient, Board, turn);
        Executor = Executor.For(scenario, iteration?.Invoke(Time) ?? Iteration, Users, Board);
        _clock = new LoadClock(Time);
    }

    public FakeTimeProvider Time { get; }

    public ClockedIteration Iteration { get; }

    public SampleBoard Board { get; }

    public UserPool Users { get; }

    public Executor Executor { get; }

    /// <summary>Released once for each user that is made.</summary>
    public SemaphoreSlim UserMade { get; } = new(0);

    public long NowMs => _clock.NowNs / 1_000_000;

    public Task Start(CancellationToken cancellationToken = default)
    {
        Executor.Prepare();
        return Executor.RunAsync(_clock, cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);
    }

    public void Advance(long milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>
    /// Waits until so many iterations have started and ended in all. Users run on pool threads: a clock that moves on before they are where the test expects
    /// them would test the machine.
    /// </summary>
    public async Task SettleAsync(long started, long complete)
    {
        await Iteration.WaitForStartsAsync(started);
        var deadline = TimeProvider.System.GetTimestamp();
        while (Executor.Complete < complete || Users.Active > started - complete)
        {
            TimeProvider.System.GetElapsedTime(deadline).Should().BeLessThan(TimeSpan.FromSeconds(20), "{0} iterations end", complete);
            await Task.Yield();
        }
    }

    /// <summary>Moves the clock to each moment of the model, and waits until the executor is where the model says. Nothing may be due between two moments.</summary>
    public async Task FollowAsync(IEnumerable<ProfileMoment> moments)
    {
        foreach (var moment in moments)
        {
            Advance(moment.Ms - NowMs);
            var deadline = TimeProvider.System.GetTimestamp();
            for (var seen = Look(); seen != moment; seen = Look())
            {
                if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(20))
                {
                    seen.Should().Be(moment);
                }

                await Task.Yield();
            }
        }
    }

    public LoadResult Finish() => Board.Finish(TimeSpan.FromMilliseconds(NowMs));

    public void Dispose()
    {
        Users.Dispose();
        UserMade.Dispose();
    }

    private ProfileMoment Look() => new(NowMs, Iteration.Drain().Count, Executor.Complete, Executor.Interrupted, Executor.Dropped, Users.Active, Users.Made);

    private UnusedClient MakeClient()
    {
        UserMade.Release();
        return new UnusedClient();
    }
}

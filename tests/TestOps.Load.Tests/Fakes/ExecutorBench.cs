using Microsoft.Extensions.Time.Testing;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Fakes;

/// <summary>One executor under a clock that the test moves.</summary>
internal sealed class ExecutorBench : IDisposable
{
    private readonly LoadClock _clock;

    public ExecutorBench(LoadScenarioSpec scenario, TimeSpan iterationDuration, Func<TimeProvider, IIteration>? iteration = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Iteration = new ClockedIteration(Time, iterationDuration);
        Board = new SampleBoard([]);
        Users = new UserPool(() => new UnusedClient(), Board);
        Executor = Executor.For(scenario, iteration?.Invoke(Time) ?? Iteration, Users, Board);
        _clock = new LoadClock(Time);
    }

    public FakeTimeProvider Time { get; }

    public ClockedIteration Iteration { get; }

    public SampleBoard Board { get; }

    public UserPool Users { get; }

    public Executor Executor { get; }

    public long NowMs => _clock.NowNs / 1_000_000;

    public Task Start(CancellationToken cancellationToken = default)
    {
        Executor.Prepare();
        return Executor.RunAsync(_clock, cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);
    }

    public void Advance(long milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    public LoadResult Finish() => Board.Finish(TimeSpan.FromMilliseconds(NowMs));

    public void Dispose() => Users.Dispose();
}

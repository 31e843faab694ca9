using System.Runtime.CompilerServices;
using TestOps.Core.Pooling;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>Decides when the iterations of one load scenario start, exactly as k6's executor of the same name does.</summary>
public abstract class Executor
{
    private readonly ScenarioTags _tags;
    private long _complete;
    private long _interrupted;
    private long _dropped;
    private long _started;

    private protected Executor(LoadScenarioSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
    {
        Scenario = scenario;
        Iteration = iteration;
        Users = users;
        Recorder = board.RecorderFor(0);
        _tags = new ScenarioTags(scenario);
    }

    /// <summary>The load scenario.</summary>
    public LoadScenarioSpec Scenario { get; }

    /// <summary>Iterations that ran to their end.</summary>
    public long Complete => Volatile.Read(ref _complete);

    /// <summary>Iterations that the end of the graceful stop cut off, or that of a ramp down: counted here and in no metric.</summary>
    public long Interrupted => Volatile.Read(ref _interrupted);

    /// <summary>Planned starts that did not happen.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    private protected IIteration Iteration { get; }

    private protected UserPool Users { get; }

    private protected SampleRecorder Recorder { get; }

    /// <summary>The executor of a scenario.</summary>
    /// <exception cref="NotSupportedException">No executor of that kind is built in.</exception>
    public static Executor For(LoadScenarioSpec scenario, IIteration iteration, UserPool users, SampleBoard board) => scenario switch
    {
        ConstantVusSpec vus => new ConstantVusExecutor(vus, iteration, users, board),
        RampingVusSpec ramp => new RampingVusExecutor(ramp, iteration, users, board),
        SharedIterationsSpec shared => new SharedIterationsExecutor(shared, iteration, users, board),
        PerVuIterationsSpec own => new PerVuIterationsExecutor(own, iteration, users, board),
        ConstantArrivalRateSpec rate => new ArrivalRateExecutor(rate, ArrivalPlan.Of(rate), iteration, users, board),
        RampingArrivalRateSpec ramp => new ArrivalRateExecutor(ramp, ArrivalPlan.Of(ramp), iteration, users, board),
        _ => throw new NotSupportedException($"Executor {scenario.Executor} is not built in."),
    };

    /// <summary>Makes the users that exist from the start; called before the clock starts.</summary>
    public abstract void Prepare();

    /// <summary>
    /// Waits for the scenario's start time and runs it until every iteration has ended: no start after the scenario's end, and after the graceful stop what still
    /// runs is interrupted. Cancellation interrupts at once and makes the executor return early; it does not throw for it.
    /// </summary>
    public async Task RunAsync(LoadClock clock, CancellationToken cancellationToken)
    {
        var startNs = Nanoseconds(Scenario.StartTime);
        var endNs = startNs + Nanoseconds(Scenario.Duration);
        try
        {
            await clock.WaitUntilAsync(startNs, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        using var graceful = clock.CancelAt(endNs + Nanoseconds(Scenario.GracefulStop));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, graceful.Token);
        await RunAsync(new ExecutorRun(clock, startNs, endNs, stop, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Runs the scenario from its start until its last iteration has ended.</summary>
    private protected abstract Task RunAsync(ExecutorRun run);

    /// <summary>Records planned starts that did not happen; 0 says that they were watched for and none was seen.</summary>
    private protected void Drop(long count)
    {
        Interlocked.Add(ref _dropped, count);
        Recorder.Dropped(_tags, count);
    }

    /// <summary>
    /// Runs and records one iteration, which <paramref name="interrupt"/> cuts short: the run's own token, or one that is linked to it. A failure of our own interrupts all users and rises.
    /// </summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private protected async ValueTask IterateAsync(VirtualUser user, ExecutorRun run, long? dueNs, CancellationToken interrupt)
    {
        var start = Begin(user, run, dueNs);
        try
        {
            await Iteration.RunAsync(user, start, interrupt).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            // Counted below, together with iterations that ended by themselves after the stop: k6 calls neither of them full.
        }
        catch
        {
            await run.FailAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Iteration.End(user);
        }

        Count(user, run, start, interrupt);
    }

    /// <summary>An iteration begins: it gets its number, and its lag is recorded.</summary>
    private protected IterationStart Begin(VirtualUser user, ExecutorRun run, long? dueNs)
    {
        var start = new IterationStart(Interlocked.Increment(ref _started) - 1, dueNs, run.Clock.NowNs);
        if (start.LagNs is { } lag)
        {
            user.Recorder.Start(_tags, lag);
        }

        return start;
    }

    /// <summary>An iteration has ended: a full one is recorded.</summary>
    private protected void Count(VirtualUser user, ExecutorRun run, IterationStart start, CancellationToken interrupt)
    {
        if (interrupt.IsCancellationRequested)
        {
            Interlocked.Increment(ref _interrupted);
            return;
        }

        Interlocked.Increment(ref _complete);
        user.Recorder.Iteration(_tags, run.Clock.NowNs - start.StartedNs);
    }

    private static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}

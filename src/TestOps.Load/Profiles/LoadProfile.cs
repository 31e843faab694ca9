using TestOps.Core.Suites;

namespace TestOps.Load.Profiles;

/// <summary>All load scenarios of a suite, run side by side.</summary>
public sealed class LoadProfile
{
    /// <summary>Creates the profile of its executors, at least one.</summary>
    public LoadProfile(IReadOnlyList<Executor> executors) => Executors = executors;

    /// <summary>The executors in the order of the suite.</summary>
    public IReadOnlyList<Executor> Executors { get; }

    /// <summary>Makes the users that exist from the start.</summary>
    public void Prepare()
    {
        foreach (var executor in Executors)
        {
            executor.Prepare();
        }
    }

    /// <summary>Runs all executors until their iterations have ended. Cancellation interrupts them; a failure of one cancels the others and rises.</summary>
    public async Task RunAsync(LoadClock clock, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Executors.Select(executor => GuardAsync(executor, clock, stop))).ConfigureAwait(false);
    }

    private static async Task GuardAsync(Executor executor, LoadClock clock, CancellationTokenSource stop)
    {
        try
        {
            await executor.RunAsync(clock, stop.Token).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}

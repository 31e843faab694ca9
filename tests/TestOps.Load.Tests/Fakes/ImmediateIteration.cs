using System.Collections.Concurrent;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Fakes;

/// <summary>An iteration that waits for nothing.</summary>
internal sealed class ImmediateIteration(int users) : IIteration
{
    private readonly ConcurrentDictionary<int, bool> _seen = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends where so many users have had an iteration.</summary>
    public Task AllBegan => _all.Task;

    public ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken)
    {
        if (_seen.TryAdd(user.Number, true) && _seen.Count == users)
        {
            _all.SetResult();
        }

        return ValueTask.FromResult(true);
    }
}

using System.Threading.Channels;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.Fakes;

/// <summary>An iteration that takes a given time on a given clock, and tells when it has started.</summary>
internal sealed class ClockedIteration(TimeProvider time, Func<VirtualUser, IterationStart, TimeSpan> duration) : IIteration
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);
    private readonly Channel<IterationStart> _starts = Channel.CreateUnbounded<IterationStart>();

    public List<IterationStart> Started { get; } = [];

    public async ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken)
    {
        var takes = duration(user, start);
        var end = takes > TimeSpan.Zero ? Task.Delay(takes, time, cancellationToken) : Task.CompletedTask;
        _starts.Writer.TryWrite(start);
        await end.ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until so many iterations have started in all.</summary>
    public async Task WaitForStartsAsync(long count)
    {
        using var deadline = new CancellationTokenSource(s_deadline);
        while (Started.Count < count)
        {
            Started.Add(await _starts.Reader.ReadAsync(deadline.Token));
        }
    }

    /// <summary>All starts, once nothing starts any more.</summary>
    public IReadOnlyList<IterationStart> Drain()
    {
        while (_starts.Reader.TryRead(out var start))
        {
            Started.Add(start);
        }

        return Started;
    }
}

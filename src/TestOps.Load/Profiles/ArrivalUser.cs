using System.Threading.Channels;

namespace TestOps.Load.Profiles;

/// <summary>A user of an arrival-rate executor and the slot through which it is handed its next start.</summary>
internal sealed class ArrivalUser
{
    private readonly Channel<long> _starts = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });

    public ArrivalUser(VirtualUser user) => User = user;

    public VirtualUser User { get; }

    /// <summary>Hands a start to a user that waits for one.</summary>
    public void Start(long dueNs)
    {
        if (!_starts.Writer.TryWrite(dueNs))
        {
            throw new InvalidOperationException($"User {User.Number} was handed a second start.");
        }
    }

    /// <summary>Lets the user go once its iteration has ended.</summary>
    public void Release() => _starts.Writer.TryComplete();

    /// <summary>The next due time; null when the user is released.</summary>
    public async ValueTask<long?> NextAsync() =>
        await _starts.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false) && _starts.Reader.TryRead(out var dueNs) ? dueNs : null;
}

using System.Collections.Concurrent;
using TestOps.Core.Engines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>Makes virtual users and knows how many there are: the gauges <c>vus</c> and <c>vus_max</c>.</summary>
public sealed class UserPool : IDisposable
{
    private readonly Func<IEngineClient> _client;
    private readonly SampleBoard _board;
    private readonly Func<Task>? _turn;
    private readonly ConcurrentBag<VirtualUser> _users = [];
    private int _active;
    private int _made;
    private int _numbers;

    /// <summary>Creates a pool whose users each get a new client. Users that begin side by side do so by <paramref name="turn"/>, on the thread pool by default.</summary>
    public UserPool(Func<IEngineClient> client, SampleBoard board, Func<Task>? turn = null)
    {
        _client = client;
        _board = board;
        _turn = turn;
    }

    /// <summary>Users at work: looping, or in an iteration of an arrival-rate executor.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Users that exist.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Makes a user. It exists, and counts, once <paramref name="ready"/> has taken it.</summary>
    public VirtualUser Make(Action<VirtualUser>? ready = null)
    {
        var number = Interlocked.Increment(ref _numbers) - 1;
        var user = new VirtualUser { Number = number, Client = _client(), Recorder = _board.RecorderFor(number) };
        _users.Add(user);
        ready?.Invoke(user);
        Interlocked.Increment(ref _made);
        return user;
    }

    /// <summary>Ends where a user's turn to begin has come. It does not begin before this returns: users must not run one after the other where iterations complete synchronously.</summary>
    internal async Task TurnAsync() => await (_turn?.Invoke() ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>Counts a user as at work.</summary>
    public void Enter() => Interlocked.Increment(ref _active);

    /// <summary>Counts a user as idle.</summary>
    public void Leave() => Interlocked.Decrement(ref _active);

    /// <summary>Disposes all users; none may be at work.</summary>
    public void Dispose()
    {
        foreach (var user in _users)
        {
            user.Dispose();
        }
    }
}

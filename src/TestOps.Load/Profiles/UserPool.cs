using System.Collections.Concurrent;
using TestOps.Core.Engines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>Makes virtual users and knows how many there are: the gauges <c>vus</c> and <c>vus_max</c>.</summary>
public sealed class UserPool : IDisposable
{
    private readonly Func<IEngineClient> _client;
    private readonly SampleBoard _board;
    private readonly ConcurrentBag<VirtualUser> _users = [];
    private int _active;
    private int _made;

    /// <summary>Creates a pool whose users each get a new client.</summary>
    public UserPool(Func<IEngineClient> client, SampleBoard board)
    {
        _client = client;
        _board = board;
    }

    /// <summary>Users at work: looping, or in an iteration of an arrival-rate executor.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Users that exist.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Makes a user.</summary>
    public VirtualUser Make()
    {
        var number = Interlocked.Increment(ref _made) - 1;
        var user = new VirtualUser { Number = number, Client = _client(), Recorder = _board.RecorderFor(number) };
        _users.Add(user);
        return user;
    }

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

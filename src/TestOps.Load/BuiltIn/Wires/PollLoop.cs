namespace TestOps.Load.BuiltIn.Wires;

/// <summary>
/// A thread that waits for changes of sockets and goes on with whoever waits for one, on itself: an answer is read, judged and recorded, and the next request sent, without another thread.
/// The framework's sockets hand each change to the thread pool, which costs a generator as much again as all of its own work.
/// </summary>
internal sealed class PollLoop
{
    private const int EventsMax = 256;
    private const int LoopsMax = 16;
    private static readonly Lazy<PollLoop[]> s_loops = new(static () => [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, LoopsMax)).Select(static _ => new PollLoop())]);
    private static int s_next;
    [ThreadStatic]
    private static PollLoop? t_current;
    private readonly int _poll = Epoll.Create();
    private readonly int _alarm = Epoll.CreateAlarm();
    private readonly LoopTimers _timers = new(LoopTimeProvider.Shared);
    private readonly Lock _gate = new();
    private PolledWire?[] _wires = new PolledWire?[1024];

    private PollLoop()
    {
        Epoll.Watch(_poll, _alarm, 0);
        new Thread(Run) { IsBackground = true, Name = "load" }.Start();
    }

    /// <summary>The loop that runs on this thread; null on every other thread.</summary>
    public static PollLoop? Current => t_current;

    /// <summary>The loop of the next connection: they take turns.</summary>
    public static PollLoop Next() => s_loops.Value[(uint)Interlocked.Increment(ref s_next) % (uint)s_loops.Value.Length];

    public void Add(int socket, PolledWire wire)
    {
        lock (_gate)
        {
            if (socket >= _wires.Length)
            {
                Array.Resize(ref _wires, Math.Max(socket + 1, _wires.Length * 2));
            }

            _wires[socket] = wire;
        }

        Epoll.Watch(_poll, socket, wire.Number);
    }

    /// <summary>Forgets a socket, before it is closed: its number is given to others. One whose dial was refused at once has never been added.</summary>
    public void Remove(int socket)
    {
        lock (_gate)
        {
            if (socket < _wires.Length)
            {
                _wires[socket] = null;
            }
        }
    }

    /// <summary>Fires a timer after a time, from any thread.</summary>
    public void Schedule(LoopTimer timer, int setting, TimeSpan dueTime)
    {
        if (_timers.Add(timer, setting, dueTime) && t_current != this)
        {
            Epoll.Ring(_alarm);
        }
    }

    private void Run()
    {
        t_current = this;
        var events = new byte[EventsMax * Epoll.EventSize];
        while (true)
        {
            var count = Epoll.Wait(_poll, events, _timers.Sleep());
            for (var i = 0; i < count; i++)
            {
                var (socket, number, changes) = Epoll.EventAt(events, i);
                Find(socket, number)?.OnChange(changes);
            }

            _timers.FireDue();
        }
    }

    /// <summary>The wire that a report is for; null where it is closed. Its socket's number may be another's by then, who must not take the report for its own.</summary>
    private PolledWire? Find(int socket, int number)
    {
        lock (_gate)
        {
            return socket < _wires.Length && _wires[socket] is { } wire && wire.Number == number ? wire : null;
        }
    }
}

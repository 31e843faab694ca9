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
    private readonly int _poll = Epoll.Create();
    private readonly Lock _gate = new();
    private PolledWire?[] _wires = new PolledWire?[1024];

    private PollLoop() => new Thread(Run) { IsBackground = true, Name = "load" }.Start();

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

    private void Run()
    {
        var events = new byte[EventsMax * Epoll.EventSize];
        while (true)
        {
            var count = Epoll.Wait(_poll, events);
            for (var i = 0; i < count; i++)
            {
                var (socket, number, changes) = Epoll.EventAt(events, i);
                Find(socket, number)?.OnChange(changes);
            }
        }
    }

    /// <summary>The wire that a report is for; null where it is closed. Its socket's number may be another's by then, who must not take the report for its own.</summary>
    private PolledWire? Find(int socket, int number)
    {
        lock (_gate)
        {
            return _wires[socket] is { } wire && wire.Number == number ? wire : null;
        }
    }
}

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Ends the calls of one client: at their time limit, or where the caller cancels. Made for thousands of clients with a call each few hundred microseconds: a timer is not set and
/// taken back for each call, but looks when it fires whether the call then under way has its time still, and the caller's token is registered once.
/// </summary>
internal sealed class CallLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly long _limitTicks;
    private ITimer? _timer;
    private bool _isArmed;
    private long _deadline;
    private CallEnd _end = CallEnd.Idle;
    private CancellationToken _registered;
    private CancellationTokenRegistration _registration;
    private CancellationTokenSource? _source;
    private IAbortable? _watched;

    public CallLimit(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _limit = limit;
        _limitTicks = (long)(limit.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>How the current call stands.</summary>
    public CallEnd State
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>A token for what can only be ended by one: dials, handshakes, HTTP/2.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                _source ??= new CancellationTokenSource();
                if (_end != CallEnd.Running)
                {
                    _source.Cancel();
                }

                return _source.Token;
            }
        }
    }

    /// <summary>A call begins.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (cancellationToken != _registered)
        {
            // Before the call is under way: what the token before has set going must not end this one.
            _registration.Dispose();
            _registered = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static state => ((CallLimit)state!).Cancel(), this);
        }

        lock (_gate)
        {
            _end = CallEnd.Running;
            _deadline = _time.GetTimestamp() + _limitTicks;
            if (!_isArmed)
            {
                _isArmed = true;
                Arm(_limit);
            }
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // Cancelled just before the call was under way: the registration, which may be older, has found nothing to end.
            Cancel();
        }
    }

    /// <summary>What is to be aborted where the call ends early; at once where it has.</summary>
    public void Watch(IAbortable watched)
    {
        bool isLate;
        lock (_gate)
        {
            _watched = watched;
            isLate = _end != CallEnd.Running;
        }

        if (isLate)
        {
            watched.Abort();
        }
    }

    /// <summary>Nothing is to be aborted any more; false where it has been, or is about to be: then nobody may use it again.</summary>
    public bool TryRelease()
    {
        lock (_gate)
        {
            _watched = null;
            return _end == CallEnd.Running;
        }
    }

    /// <summary>The call is over; gives how it stood.</summary>
    public CallEnd End()
    {
        CancellationTokenSource? used;
        CallEnd end;
        lock (_gate)
        {
            end = _end;
            _end = CallEnd.Idle;
            _watched = null;
            used = _source;
            _source = null;
        }

        used?.Dispose();
        return end;
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _timer?.Dispose();
            _source?.Dispose();
            _source = null;
        }
    }

    private void Arm(TimeSpan due)
    {
        // Timers cut fractions of a millisecond off: one that fired early would find time left.
        due += TimeSpan.FromMilliseconds(1);
        if (_timer is null)
        {
            _timer = _time.CreateTimer(static state => ((CallLimit)state!).Look(), this, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        Stopped stopped;
        lock (_gate)
        {
            if (_end != CallEnd.Running)
            {
                _isArmed = false;
                return;
            }

            var left = _deadline - _time.GetTimestamp();
            if (left > 0)
            {
                Arm(TimeSpan.FromSeconds(left / (double)_time.TimestampFrequency));
                return;
            }

            // Without letting go in between: the next call might begin, and be ended for the time of this one.
            _isArmed = false;
            stopped = Stop(CallEnd.TimedOut);
        }

        stopped.Abort();
    }

    private void Cancel()
    {
        Stopped stopped;
        lock (_gate)
        {
            stopped = _end == CallEnd.Running ? Stop(CallEnd.Cancelled) : default;
        }

        stopped.Abort();
    }

    /// <summary>Ends the call, within the gate; what hangs on it is aborted outside, for that goes on with whoever waits. The source is nobody else's from here on.</summary>
    private Stopped Stop(CallEnd end)
    {
        _end = end;
        var stopped = new Stopped(_source, _watched);
        _source = null;
        return stopped;
    }

    private readonly record struct Stopped(CancellationTokenSource? Source, IAbortable? Watched)
    {
        public void Abort()
        {
            Source?.Cancel();
            Source?.Dispose();
            Watched?.Abort();
        }
    }
}

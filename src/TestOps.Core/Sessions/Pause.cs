using System.Threading.Tasks.Sources;

namespace TestOps.Core.Sessions;

/// <summary>
/// Waits, again and again, with one timer: thousands of users of a load think most of their time, and what each wait would make anew would live as long as the wait. One wait at a time.
/// </summary>
internal sealed class Pause(TimeProvider time) : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private ITimer? _timer;
    private Firing? _firing;
    private CancellationToken _token;
    private bool _isWaiting;

    /// <summary>Ends after <paramref name="duration"/>, which timers round to milliseconds; at once for none.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before.</exception>
    public ValueTask WaitAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (duration <= TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        short version;
        lock (_gate)
        {
            _core.Reset();
            version = _core.Version;
            _isWaiting = true;
            _token = cancellationToken;
            if (_timer is null)
            {
                // It tells this timer from one before it, which may be firing while its wait is cancelled.
                _firing = new Firing(this);
                _timer = time.CreateTimer(static state => ((Firing)state!).Run(), _firing, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _timer.Change(duration, Timeout.InfiniteTimeSpan);
        }

        // Outside of the gate: where the token is cancelled meanwhile, this calls back at once.
        _registration = cancellationToken.UnsafeRegister(static (state, token) => ((Pause)state!).Cancel(token), this);
        return new ValueTask(this, version);
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Unregister();
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Complete(Firing firing)
    {
        lock (_gate)
        {
            if (!_isWaiting || firing != _firing)
            {
                return;
            }

            _isWaiting = false;
        }

        _core.SetResult(true);
    }

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            // The call of an earlier wait's token may come late: that wait ended while it was on its way.
            if (!_isWaiting || token != _token)
            {
                return;
            }

            _isWaiting = false;
            _timer?.Dispose();
            _timer = null;
        }

        _core.SetException(new OperationCanceledException(token));
    }

    private sealed class Firing(Pause pause)
    {
        public void Run() => pause.Complete(this);
    }
}

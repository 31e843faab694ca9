namespace TestOps.Server.Access;

/// <summary>Limits wrong phrases, all callers together: 10 at once, one more every 6 s. A right phrase is never limited. Two numbers, whatever anybody sends.</summary>
internal sealed class PhraseLimiter(TimeProvider time)
{
    public const int Burst = 10;

    private static readonly TimeSpan RefillEvery = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private double _left = Burst;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Takes note of a wrong phrase; null where it may be answered as such, else the seconds until the next one may.</summary>
    public int? TakeWrong()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(Burst, _left + (time.GetElapsedTime(_refilledAt, now) / RefillEvery));
            _refilledAt = now;
            if (_left >= 1)
            {
                _left--;
                return null;
            }

            return (int)Math.Ceiling((1 - _left) * RefillEvery.TotalSeconds);
        }
    }
}

namespace TestOps.Engines.Toron;

/// <summary>A model with its planted faults: what one engine process is, or what one session meets in SIM. Safe for concurrent use.</summary>
internal sealed class ToronInstance
{
    private const long MinuteNs = 60_000_000_000;

    private static readonly byte[] Failed = """{"detail":"Query failed: planted fault 'error'"}"""u8.ToArray();
    private static readonly byte[] Limited = """{"detail":"Rate limit exceeded: planted fault 'rate-limit'"}"""u8.ToArray();
    private static readonly byte[] Garbage = "<html><body>planted fault 'garbage'</body></html>"u8.ToArray();

    private readonly ToronModel _model;
    private readonly ToronFaults _faults;
    private readonly int _instance;
    private readonly ToronBounds _bounds;
    private readonly Lock _lock = new();
    private long _calls;
    private long _minute = -1;
    private int _callsInMinute;

    public ToronInstance(ToronFaults faults, int instance, ToronBounds bounds, ToronCounter counter)
    {
        _model = new ToronModel(counter, faults.Has(ToronFaultKind.Counter), faults.FlagOrder(instance));
        _faults = faults;
        _instance = instance;
        _bounds = bounds;
    }

    /// <summary>Starts a call; <paramref name="work"/> is meaningful for <see cref="ToronFate.Answer"/> only.</summary>
    public ToronFate Begin(in ToronRequest request, out ToronWork work)
    {
        work = default;
        if (!_faults.HitsCalls || request.Method != "POST" || request.Route is not (ToronContract.Query or ToronContract.Generate))
        {
            work = _model.Begin(request);
            return ToronFate.Answer;
        }

        if (_faults.Has(ToronFaultKind.Die) && Interlocked.Increment(ref _calls) - _faults.Calls(ToronFaultKind.Die, _bounds.CallsBeforeDeath) is var beyond && beyond > 0)
        {
            return beyond == 1 ? ToronFate.Die : ToronFate.Dead;
        }

        var dice = ToronFaults.DiceOf(request);
        if (_faults.Has(ToronFaultKind.Hang) && IsHit(dice, 0))
        {
            return ToronFate.Hang;
        }

        work = Faulty(request, dice) ?? _model.Begin(request);
        if (_faults.Has(ToronFaultKind.Latency) && IsHit(dice, 3))
        {
            work = work with { AddedUnits = ToronLatency.Fault };
        }

        return ToronFate.Answer;
    }

    /// <summary>Ends an answer with the latency that it shall report, in units of 10 us.</summary>
    public ReadOnlyMemory<byte> Complete(in ToronWork work, long latencyUnits)
    {
        var answer = _model.Complete(work, latencyUnits);
        if (work.IsGarbage || work.IsStream)
        {
            return answer;
        }

        foreach (var drift in _faults.Drifts)
        {
            answer = ToronDrift.Plant(answer, drift, _instance);
        }

        return answer;
    }

    private static bool IsHit(ToronDice dice, int index) => dice.Below(index, 10) == 0;

    private ToronWork? Faulty(in ToronRequest request, ToronDice dice)
    {
        if (_faults.Has(ToronFaultKind.RateLimit) && IsBeyondLimit(request.NowNs))
        {
            return ToronWork.Known(429, Limited);
        }

        if (_faults.Has(ToronFaultKind.Error) && IsHit(dice, 1))
        {
            return ToronWork.Known(500, Failed);
        }

        return _faults.Has(ToronFaultKind.Garbage) && IsHit(dice, 2) ? ToronWork.Known(200, Garbage) with { IsGarbage = true } : null;
    }

    private bool IsBeyondLimit(long nowNs)
    {
        lock (_lock)
        {
            if (_minute != nowNs / MinuteNs)
            {
                _minute = nowNs / MinuteNs;
                _callsInMinute = 0;
            }

            return ++_callsInMinute > _faults.Calls(ToronFaultKind.RateLimit, _bounds.CallsAMinute);
        }
    }
}

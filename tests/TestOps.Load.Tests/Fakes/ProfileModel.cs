using TestOps.Core.Suites;

namespace TestOps.Load.Tests.Fakes;

/// <summary>
/// What an executor must do, worked out a second way: millisecond by millisecond, by the definitions of k6 rather than by solved formulas. All times of the scenario must be whole
/// milliseconds; starts that fall between two happen at the later one, as timers do.
/// </summary>
internal sealed class ProfileModel
{
    private readonly LoadScenarioSpec _scenario;
    private readonly Func<int, long, int> _durationMs;
    private readonly int _startMs;
    private readonly int _endMs;
    private readonly List<ModelUser> _users = [];
    private readonly List<ProfileMoment> _moments = [];
    private long _started, _complete, _interrupted, _dropped;
    private double _area;
    private int _due;

    private ProfileModel(LoadScenarioSpec scenario, Func<int, long, int> durationMs)
    {
        _scenario = scenario;
        _durationMs = durationMs;
        _startMs = (int)scenario.StartTime.TotalMilliseconds;
        _endMs = _startMs + (int)scenario.Duration.TotalMilliseconds;
        for (var i = 0; i < Plan.Least; i++)
        {
            _users.Add(new ModelUser(i));
        }
    }

    private (int Least, int Most) Plan => _scenario switch
    {
        ConstantArrivalRateSpec rate => (rate.PreAllocatedVus, rate.MaxVus),
        RampingArrivalRateSpec ramp => (ramp.PreAllocatedVus, ramp.MaxVus),
        _ => (_scenario.VusMax, _scenario.VusMax),
    };

    private bool IsAmbiguous { get; set; }

    /// <summary>The moments at which something changes, in order; null where two things fall on the same instant and k6 leaves their order to chance.</summary>
    public static IReadOnlyList<ProfileMoment>? Of(LoadScenarioSpec scenario, Func<int, long, int> durationMs)
    {
        var model = new ProfileModel(scenario, durationMs);
        var lastMs = model._endMs + (int)scenario.GracefulStop.TotalMilliseconds;
        for (var ms = 0; ms <= lastMs; ms++)
        {
            model.Step(ms, isKill: ms == lastMs);
        }

        return model.IsAmbiguous ? null : model._moments;
    }

    private void Step(int ms, bool isKill)
    {
        var ends = _users.Where(user => user.IsBusy && user.EndsMs == ms).ToList();
        var killed = _users.Where(user => user.IsBusy && (isKill || user.KillMs == ms)).ToList();
        IsAmbiguous |= ends.Intersect(killed).Any();
        IsAmbiguous |= killed.Count > 0 && _scenario is RampingVusSpec && killed.Exists(user => !isKill && IsWanted(user, ms));
        var idle = _users.Count(user => !user.IsBusy);
        ends.ForEach(user => user.IsBusy = false);
        killed.ForEach(user => user.IsBusy = false);
        _complete += ends.Count;
        _interrupted += killed.Count;
        if (ms >= _startMs)
        {
            Start(ms, ends.Count > 0 ? idle : int.MaxValue);
        }

        var now = new ProfileMoment(ms, _started, _complete, _interrupted, _dropped, _users.Count(user => user.IsBusy), _users.Count);
        if (_moments.Count == 0 || ms == _startMs || _moments[^1] with { Ms = ms } != now)
        {
            _moments.Add(now);
        }
    }

    private void Start(int ms, int surelyIdle)
    {
        switch (_scenario)
        {
            case ConstantVusSpec:
                _users.ForEach(user => BeginBefore(_endMs, user, ms));
                break;
            case RampingVusSpec ramp:
                _users.ForEach(user => Ramp(user, ms, (int)ramp.GracefulRampDown.TotalMilliseconds));
                break;
            case SharedIterationsSpec shared:
                foreach (var user in _users.Where(user => !user.IsBusy && ms < _endMs && _started < shared.Iterations))
                {
                    Begin(user, ms);
                }

                Rest(shared.Iterations - _started, ms, _users);
                break;
            case PerVuIterationsSpec own:
                foreach (var user in _users)
                {
                    if (ms < _endMs && user.Begun < own.Iterations)
                    {
                        Begin(user, ms);
                    }

                    Rest(own.Iterations - user.Begun, ms, [user]);
                }

                break;
            default:
                Arrive(ms, surelyIdle);
                break;
        }
    }

    private void BeginBefore(int endMs, ModelUser user, int ms)
    {
        if (ms < endMs)
        {
            Begin(user, ms);
        }
    }

    private void Begin(ModelUser user, int ms)
    {
        if (user.IsBusy)
        {
            return;
        }

        user.Begun++;
        user.IsBusy = true;
        user.EndsMs = ms + _durationMs(user.Number, _started);
        _started++;
    }

    // What is left is dropped by the last user that is done after the end.
    private void Rest(long left, int ms, List<ModelUser> users)
    {
        if (ms >= _endMs && users.TrueForAll(user => !user.IsBusy && !user.IsDone))
        {
            _dropped += left;
            users.ForEach(user => user.IsDone = true);
        }
    }

    private void Ramp(ModelUser user, int ms, int gracefulMs)
    {
        if (IsWanted(user, ms))
        {
            user.KillMs = -1;
            user.WasWanted = true;
            Begin(user, ms);
        }
        else if (user.WasWanted)
        {
            user.WasWanted = false;
            var leaves = ms < _endMs || ((RampingVusSpec)_scenario).Stages[^1].Target <= user.Number;
            user.KillMs = leaves ? ms + gracefulMs : -1;
            if (user.KillMs == ms)
            {
                IsAmbiguous |= user.EndsMs == ms;
                _interrupted += user.IsBusy ? 1 : 0;
                user.IsBusy = false;
            }
        }
    }

    private bool IsWanted(ModelUser user, int ms) => ms >= _startMs && ms < _endMs && Line(ms - _startMs) > user.Number;

    // Cut towards where the stage began: whole users below the line on the way up, above it on the way down.
    private long Line(int ms)
    {
        var ramp = (RampingVusSpec)_scenario;
        var (from, sinceMs) = ((long)ramp.StartVus, 0);
        foreach (var stage in ramp.Stages)
        {
            var takesMs = (int)stage.Duration.TotalMilliseconds;
            if (ms < sinceMs + takesMs)
            {
                return from + ((stage.Target - from) * (ms - sinceMs) / takesMs);
            }

            (from, sinceMs) = (stage.Target, sinceMs + takesMs);
        }

        return from;
    }

    private void Arrive(int ms, int surelyIdle)
    {
        var due = DueBy(ms - _startMs) - _due;
        _due += due;
        IsAmbiguous |= due > surelyIdle;
        for (var i = 0; i < due; i++)
        {
            if (_users.Find(user => !user.IsBusy) is { } free)
            {
                Begin(free, ms);
                continue;
            }

            _dropped++;
            if (_users.Count < Plan.Most)
            {
                // The new user is there for the next start; whether for one at this very instant is a race.
                _users.Add(new ModelUser(_users.Count));
                IsAmbiguous |= i < due - 1;
            }
        }
    }

    // Constant: the start that would fall on the end does not happen. Ramping: the area is summed up by trapezoids, which are exact for straight lines.
    private int DueBy(int ms)
    {
        if (_scenario is ConstantArrivalRateSpec rate)
        {
            var unitMs = (long)rate.TimeUnit.TotalMilliseconds;
            var lastMs = (long)rate.Duration.TotalMilliseconds;
            return (int)Math.Min((ms * (long)rate.Rate / unitMs) + 1, ((lastMs * rate.Rate) + unitMs - 1) / unitMs);
        }

        var ramp = (RampingArrivalRateSpec)_scenario;
        _area += ms == 0 || ms > ramp.Duration.TotalMilliseconds ? 0 : Trapezoid(ramp, ms - 1) / ramp.TimeUnit.TotalMilliseconds;
        return (int)Math.Floor(_area + 1e-9);
    }

    private static double Trapezoid(RampingArrivalRateSpec ramp, int fromMs)
    {
        var (from, sinceMs) = ((double)ramp.StartRate, 0.0);
        foreach (var stage in ramp.Stages)
        {
            var takesMs = stage.Duration.TotalMilliseconds;
            if (fromMs < sinceMs + takesMs)
            {
                return from + ((stage.Target - from) * (fromMs + 0.5 - sinceMs) / takesMs);
            }

            (from, sinceMs) = (stage.Target, sinceMs + takesMs);
        }

        return 0;
    }
}

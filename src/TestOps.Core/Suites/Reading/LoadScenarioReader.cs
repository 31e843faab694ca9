namespace TestOps.Core.Suites.Reading;

/// <summary>One load scenario.</summary>
internal static class LoadScenarioReader
{
    private const int VusMax = 100_000;
    private static readonly string[] Executors = ["constant-vus", "constant-arrival-rate"];
    private static readonly string[] ReservedExecutors = ["ramping-vus", "ramping-arrival-rate", "shared-iterations", "per-vu-iterations", "externally-controlled"];
    private static readonly TimeSpan LongestDuration = TimeSpan.FromHours(24);

    /// <summary>The scenario; null where its executor is unknown or not built.</summary>
    public static LoadScenarioSpec? Read(string name, SuiteValue value)
    {
        if (value.Map("load.scenarios.NAME") is not { } map)
        {
            return null;
        }

        var executor = map.Need("executor", "", "constant-vus", static executor => executor.Choice(Executors, ReservedExecutors));
        var exec = map.Need("exec", "", "a scenario of sim, such as ask", ReadExec);
        return executor switch
        {
            "constant-vus" => ReadConstantVus(name, exec, map),
            "constant-arrival-rate" => ReadConstantArrivalRate(name, exec, map),
            _ => null,
        };
    }

    private static ConstantVusSpec ReadConstantVus(string name, string exec, SuiteMap map)
    {
        map.Refuse("belongs to constant-arrival-rate", "remove it, or write executor: constant-arrival-rate", "rate", "timeUnit", "preAllocatedVUs", "maxVUs");
        return new ConstantVusSpec
        {
            Name = name,
            Exec = exec,
            StartTime = ReadStartTime(map),
            GracefulStop = ReadGracefulStop(map),
            Vus = map.Read("vus", 1, static vus => vus.Whole(1, VusMax)),
            Duration = ReadDuration(map),
        };
    }

    private static ConstantArrivalRateSpec ReadConstantArrivalRate(string name, string exec, SuiteMap map)
    {
        map.Refuse("belongs to constant-vus", "write preAllocatedVUs and maxVUs", "vus");
        var preAllocated = map.Need("preAllocatedVUs", 1, "50", static vus => vus.Whole(1, VusMax));
        var most = map.Read("maxVUs", preAllocated, static vus => vus.Whole(1, VusMax));
        if (most < preAllocated)
        {
            map.Problem($"maxVUs must be at least preAllocatedVUs, was {most} with preAllocatedVUs {preAllocated}", $"write maxVUs: {preAllocated} or more");
        }

        return new ConstantArrivalRateSpec
        {
            Name = name,
            Exec = exec,
            StartTime = ReadStartTime(map),
            GracefulStop = ReadGracefulStop(map),
            Rate = map.Need("rate", 1, "30", static rate => rate.Whole(1, 10_000_000)),
            TimeUnit = map.Read("timeUnit", TimeSpan.FromSeconds(1), static unit => unit.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1))),
            Duration = ReadDuration(map),
            PreAllocatedVus = preAllocated,
            MaxVus = most,
        };
    }

    private static string ReadExec(SuiteValue value)
    {
        var name = value.Text(64);
        if (name.Length > 0)
        {
            value.Context.References.Require(value, name, ReferenceKind.Scenario);
        }

        return name;
    }

    private static TimeSpan ReadDuration(SuiteMap map)
        => map.Need("duration", TimeSpan.FromSeconds(1), "30s", static duration => duration.Duration(TimeSpan.FromSeconds(1), LongestDuration));

    private static TimeSpan ReadStartTime(SuiteMap map) => map.Read("startTime", TimeSpan.Zero, static start => start.Duration(TimeSpan.Zero, LongestDuration));

    private static TimeSpan ReadGracefulStop(SuiteMap map)
        => map.Read("gracefulStop", TimeSpan.FromSeconds(30), static stop => stop.Duration(TimeSpan.Zero, TimeSpan.FromHours(1)));
}

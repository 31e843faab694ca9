namespace TestOps.Core.Suites.Reading;

/// <summary>One load scenario.</summary>
internal static class LoadScenarioReader
{
    private const int VusMax = 100_000;
    private const int RateMax = 10_000_000;
    private const int TagsMax = 20;

    // The keys that belong to some executors alone, and to which.
    private static readonly (string Key, string[] Executors)[] s_owned =
    [
        ("vus", ["constant-vus", "shared-iterations", "per-vu-iterations"]),
        ("duration", ["constant-vus", "constant-arrival-rate"]),
        ("iterations", ["shared-iterations", "per-vu-iterations"]),
        ("maxDuration", ["shared-iterations", "per-vu-iterations"]),
        ("startVUs", ["ramping-vus"]),
        ("gracefulRampDown", ["ramping-vus"]),
        ("stages", ["ramping-vus", "ramping-arrival-rate"]),
        ("rate", ["constant-arrival-rate"]),
        ("startRate", ["ramping-arrival-rate"]),
        ("timeUnit", ["constant-arrival-rate", "ramping-arrival-rate"]),
        ("preAllocatedVUs", ["constant-arrival-rate", "ramping-arrival-rate"]),
        ("maxVUs", ["constant-arrival-rate", "ramping-arrival-rate"]),
    ];

    private static readonly string[] s_executors =
        ["constant-vus", "ramping-vus", "shared-iterations", "per-vu-iterations", "constant-arrival-rate", "ramping-arrival-rate"];

    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>The scenario; null where its executor is unknown.</summary>
    public static LoadScenarioSpec? Read(string name, SuiteValue value)
    {
        if (value.Map("load.scenarios.NAME") is not { } map)
        {
            return null;
        }

        var executor = map.Need("executor", "", "constant-vus", ReadExecutor);
        var exec = map.Need("exec", "", "a scenario of sim, such as ask", ReadExec);
        if (executor.Length > 0)
        {
            RefuseForeign(map, executor);
        }

        return Read(executor, name, exec, map) is not { } scenario ? null : scenario with
        {
            StartTime = map.Read("startTime", TimeSpan.Zero, static start => start.Duration(TimeSpan.Zero, s_longest)),
            GracefulStop = map.Read("gracefulStop", TimeSpan.FromSeconds(30), static stop => stop.Duration(TimeSpan.Zero, TimeSpan.FromHours(1))),
            Tags = map.Read("tags", scenario.Tags, ReadTags),
        };
    }

    private static LoadScenarioSpec? Read(string executor, string name, string exec, SuiteMap map)
    {
        switch (executor)
        {
            case "constant-vus":
                return new ConstantVusSpec { Name = name, Exec = exec, Vus = ReadVus(map), Duration = ReadDuration(map) };
            case "ramping-vus":
                return ReadRampingVus(name, exec, map);
            case "shared-iterations":
                return ReadSharedIterations(name, exec, map);
            case "per-vu-iterations":
                return new PerVuIterationsSpec { Name = name, Exec = exec, Vus = ReadVus(map), Iterations = ReadIterations(map), Duration = ReadMaxDuration(map) };
            case "constant-arrival-rate":
                var (least, most) = ReadVuRange(map);
                var rate = map.Need("rate", 1, "30", static rate => rate.Whole(1, RateMax));
                return new ConstantArrivalRateSpec { Name = name, Exec = exec, Rate = rate, TimeUnit = ReadTimeUnit(map), Duration = ReadDuration(map), PreAllocatedVus = least, MaxVus = most };
            case "ramping-arrival-rate":
                return ReadRampingArrivalRate(name, exec, map);
            default:
                return null;
        }
    }

    private static RampingVusSpec ReadRampingVus(string name, string exec, SuiteMap map)
    {
        var start = map.Read("startVUs", 1, static vus => vus.Whole(0, VusMax));
        var stages = ReadStages(map, VusMax);
        if (start == 0 && stages.Count > 0 && stages.All(static stage => stage.Target == 0))
        {
            map.Problem("no stage asks for a virtual user: startVUs and all targets are 0", "give a stage a target of 1 or more");
        }

        return new RampingVusSpec
        {
            Name = name,
            Exec = exec,
            StartVus = start,
            Stages = stages,
            GracefulRampDown = map.Read("gracefulRampDown", TimeSpan.FromSeconds(30), static ramp => ramp.Duration(TimeSpan.Zero, TimeSpan.FromHours(1))),
            Duration = Sum(stages),
        };
    }

    private static SharedIterationsSpec ReadSharedIterations(string name, string exec, SuiteMap map)
    {
        var vus = ReadVus(map);
        var iterations = ReadIterations(map);
        if (iterations < vus)
        {
            map.Problem($"iterations must be at least vus, was {iterations} with vus {vus}", $"write iterations: {vus} or more, or fewer vus");
        }

        return new SharedIterationsSpec { Name = name, Exec = exec, Vus = vus, Iterations = iterations, Duration = ReadMaxDuration(map) };
    }

    private static RampingArrivalRateSpec ReadRampingArrivalRate(string name, string exec, SuiteMap map)
    {
        var start = map.Read("startRate", 0, static rate => rate.Whole(0, RateMax));
        var stages = ReadStages(map, RateMax);
        if (start == 0 && stages.Count > 0 && stages.All(static stage => stage.Target == 0))
        {
            map.Problem("no stage starts an iteration: startRate and all targets are 0", "give a stage a target of 1 or more");
        }

        var (least, most) = ReadVuRange(map);
        return new RampingArrivalRateSpec
        {
            Name = name, Exec = exec, StartRate = start, TimeUnit = ReadTimeUnit(map), Stages = stages, Duration = Sum(stages), PreAllocatedVus = least, MaxVus = most,
        };
    }

    private static string ReadExecutor(SuiteValue value)
    {
        if (value.Node is ScalarNode { Text: "externally-controlled" })
        {
            value.Problem("'externally-controlled' is gone from k6 and not built here", $"write one of {string.Join(", ", s_executors)}");
            return "";
        }

        return value.Choice(s_executors, []);
    }

    private static void RefuseForeign(SuiteMap map, string executor)
    {
        var own = s_owned.Where(owned => owned.Executors.Contains(executor)).Select(static owned => owned.Key).ToList();
        foreach (var (key, executors) in s_owned.Where(owned => !own.Contains(owned.Key)))
        {
            map.Refuse($"belongs to {string.Join(", ", executors)}", $"remove it; {executor} takes {string.Join(", ", own)}", key);
        }
    }

    private static IReadOnlyList<LoadStageSpec> ReadStages(SuiteMap map, int targetMax)
    {
        var stages = map.Need<IReadOnlyList<LoadStageSpec>>("stages", [], "[{ duration: 30s, target: 10 }]", value => LoadStagesReader.Read(value, targetMax));
        if (stages.Count > 0 && Sum(stages) is var total && (total == TimeSpan.Zero || total > s_longest))
        {
            map.Find("stages")!.Problem($"must take from 1us to {DurationText.Format(s_longest)} in all, take {DurationText.Format(total)}", "give a stage a duration such as 30s");
        }

        return stages;
    }

    private static TimeSpan Sum(IEnumerable<LoadStageSpec> stages) => stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Duration);

    private static (int Least, int Most) ReadVuRange(SuiteMap map)
    {
        var preAllocated = map.Need("preAllocatedVUs", 1, "50", static vus => vus.Whole(1, VusMax));
        var most = map.Read("maxVUs", preAllocated, static vus => vus.Whole(1, VusMax));
        if (most < preAllocated)
        {
            map.Problem($"maxVUs must be at least preAllocatedVUs, was {most} with preAllocatedVUs {preAllocated}", $"write maxVUs: {preAllocated} or more");
        }

        return (preAllocated, most);
    }

    private static IReadOnlyDictionary<string, string> ReadTags(SuiteValue value)
    {
        var entries = value.NamedEntries("write team: core");
        if (entries.Count > TagsMax)
        {
            value.Problem($"must have at most {TagsMax} tags, has {entries.Count}", "write fewer");
        }

        foreach (var (name, tag) in entries.Where(static entry => LoadTags.System.Contains(entry.Name, StringComparer.Ordinal)))
        {
            tag.Problem($"'{name}' is a tag that every sample has already", "choose another name");
        }

        return entries.DistinctBy(static entry => entry.Name).ToDictionary(static entry => entry.Name, static entry => entry.Value.ScalarText(), StringComparer.Ordinal);
    }

    /// <summary>The scenario of <c>sim</c> that iterations run.</summary>
    public static string ReadExec(SuiteValue value)
    {
        var name = value.Text(64);
        if (name.Length > 0)
        {
            value.Context.References.Require(value, name, ReferenceKind.Scenario);
        }

        return name;
    }

    private static int ReadVus(SuiteMap map) => map.Read("vus", 1, static vus => vus.Whole(1, VusMax));

    private static long ReadIterations(SuiteMap map) => map.Read("iterations", 1L, static iterations => iterations.Whole(1L, 1_000_000_000L));

    private static TimeSpan ReadMaxDuration(SuiteMap map) => map.Read("maxDuration", TimeSpan.FromMinutes(10), static duration => duration.Duration(TimeSpan.FromSeconds(1), s_longest));

    private static TimeSpan ReadTimeUnit(SuiteMap map) => map.Read("timeUnit", TimeSpan.FromSeconds(1), static unit => unit.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)));

    private static TimeSpan ReadDuration(SuiteMap map)
        => map.Need("duration", TimeSpan.FromSeconds(1), "30s", static duration => duration.Duration(TimeSpan.FromSeconds(1), s_longest));
}

namespace TestOps.Core.Suites;

/// <summary>Profiles of load, built in or of a suite, and the load scenarios that they expand to.</summary>
public static class LoadProfiles
{
    /// <summary>Names of the built-in profiles.</summary>
    public static IReadOnlyList<string> BuiltIn => LoadShape.Names;

    /// <summary>The names that a suite with these <paramref name="profiles"/> knows: its own, then those built in.</summary>
    public static IReadOnlyList<string> NamesOf(IReadOnlyList<LoadProfileSpec> profiles) => [.. profiles.Select(static profile => profile.Name).Union(BuiltIn, StringComparer.Ordinal)];

    /// <summary>The profile of that name: of the suite, else built in; null where there is none.</summary>
    public static LoadProfileSpec? Find(IReadOnlyList<LoadProfileSpec> profiles, string name) =>
        profiles.FirstOrDefault(profile => profile.Name == name) ?? (BuiltIn.Contains(name, StringComparer.Ordinal) ? new LoadProfileSpec { Name = name, Shape = name } : null);

    /// <summary>The suite with the scenarios of its profile in place: one for each scenario of <c>sim</c> that has a weight, with its share. Without a profile it stays as it is.</summary>
    public static Suite Expand(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite is { Load: { Profile: { } name } load, Sim: { } sim } && Find(load.Profiles, name) is { } profile
            ? suite with { Load = load with { Scenarios = Expand(profile, sim), Thresholds = profile.Thresholds ?? load.Thresholds } }
            : suite;
    }

    private static List<LoadScenarioSpec> Expand(LoadProfileSpec profile, SimSpec sim)
    {
        var shape = LoadShape.All.Single(shape => shape.Name == profile.Shape);
        var scenarios = sim.Scenarios.Where(scenario => profile.Exec is { } exec ? scenario.Name == exec : scenario.Weight > 0).ToList();
        var weights = scenarios.Select(scenario => profile.Exec is null ? scenario.Weight : 1L).ToList();
        var vus = Share(profile.Vus ?? Math.Max(shape.Vus, Math.Min(profile.Rate ?? 0, 100_000)), weights);
        var rates = profile.Rate is { } rate ? Share(rate, weights) : null;
        return [.. scenarios.Select((scenario, index) => Scenario(shape, profile, scenario.Name, vus[index], rates?[index]))];
    }

    private static LoadScenarioSpec Scenario(LoadShape shape, LoadProfileSpec profile, string name, int vus, int? rate)
    {
        var duration = profile.Duration ?? shape.Duration;
        var ramp = profile.Ramp ?? shape.Ramp;
        if (shape.Percents.Count == 1 && ramp == TimeSpan.Zero)
        {
            return rate is { } constant
                ? new ConstantArrivalRateSpec { Name = name, Exec = name, Rate = constant, Duration = duration, PreAllocatedVus = vus, MaxVus = vus }
                : new ConstantVusSpec { Name = name, Exec = name, Vus = vus, Duration = duration };
        }

        var stages = shape.StagesOf(rate ?? vus, duration, ramp);
        var total = stages.Aggregate(TimeSpan.Zero, static (sum, stage) => sum + stage.Duration);
        var start = shape.StartOf(rate ?? vus);
        return rate is null
            ? new RampingVusSpec { Name = name, Exec = name, StartVus = start, Stages = stages, Duration = total }
            : new RampingArrivalRateSpec { Name = name, Exec = name, StartRate = start, Stages = stages, Duration = total, PreAllocatedVus = vus, MaxVus = vus };
    }

    /// <summary>Shares a total by weights, by the largest remainders; everyone gets at least one.</summary>
    private static List<int> Share(int total, List<long> weights)
    {
        var sum = weights.Sum();
        var shares = weights.Select(weight => (int)(total * weight / sum)).ToList();
        var rest = total - shares.Sum();
        foreach (var index in Enumerable.Range(0, weights.Count).OrderByDescending(index => total * weights[index] % sum).ThenBy(static index => index).Take(rest))
        {
            shares[index]++;
        }

        return [.. shares.Select(static share => Math.Max(1, share))];
    }
}

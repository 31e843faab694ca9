namespace TestOps.Core.Suites;

/// <summary>A built-in profile: how the users come and go, and its numbers where nothing else is said. docs/reference/load.md lists them.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vus">Virtual users at the peak.</param>
/// <param name="Duration">Time at the peak.</param>
/// <param name="Ramp">Time of each change.</param>
/// <param name="Percents">The levels, in percent of the peak, in order; each is reached in <paramref name="Ramp"/>.</param>
/// <param name="SharesDuration">Whether <paramref name="Duration"/> is that of all levels together; otherwise it is each level's.</param>
internal sealed record LoadShape(string Name, int Vus, TimeSpan Duration, TimeSpan Ramp, IReadOnlyList<int> Percents, bool SharesDuration = false)
{
    /// <summary>Whether the first level is there from the start, and the last one to the end.</summary>
    public bool StartsAtLevel => Name == "spike";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LoadShape> All { get; } =
    [
        new("smoke", 1, TimeSpan.FromSeconds(30), TimeSpan.Zero, [100]),
        new("baseline", 10, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(15), [100]),
        new("stress", 100, TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(15), [25, 50, 75, 100], SharesDuration: true),
        new("soak", 20, TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(1), [100]),
        new("spike", 100, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), [10, 100, 10]),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static shape => shape.Name)];

    /// <summary>The level at the start.</summary>
    public int StartOf(int peak) => StartsAtLevel ? Level(peak, Percents[0]) : 0;

    /// <summary>The stages to and at each level, for a peak of <paramref name="peak"/>.</summary>
    public IReadOnlyList<LoadStageSpec> StagesOf(int peak, TimeSpan duration, TimeSpan ramp)
    {
        var stages = new List<LoadStageSpec>();
        var hold = SharesDuration ? duration / Percents.Count : duration;
        foreach (var (index, percent) in Percents.Index())
        {
            var target = Level(peak, percent);
            if (index > 0 || !StartsAtLevel)
            {
                stages.Add(new LoadStageSpec(ramp, target));
            }

            stages.Add(new LoadStageSpec(hold, target));
        }

        if (!StartsAtLevel && ramp > TimeSpan.Zero)
        {
            stages.Add(new LoadStageSpec(ramp, 0));
        }

        return stages;
    }

    // Half a user is a user, and nobody is left out of a level.
    private static int Level(int peak, int percent) => (int)Math.Max(1, ((long)peak * percent + 50) / 100);
}

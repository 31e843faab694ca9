namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>replay</c> section.</summary>
internal static class ReplayReader
{
    private static readonly ReplaySpec Defaults = new();

    public static ReplaySpec? Read(SuiteValue value, SimSpec? sim)
    {
        if (value.Map("replay") is not { } map)
        {
            return null;
        }

        return new ReplaySpec
        {
            Times = map.Read("times", Defaults.Times, static times => times.Whole(1, 100)),
            Floor = map.Read("floor", Defaults.Floor, static floor => floor.Number(0, 100)),
            Floors = map.Read("floors", Defaults.Floors, ReadFloors),
            Sessions = map.Read<int?>("sessions", null, sessions => ReadSessions(sessions, sim)),
            Masks = map.Read("masks", Defaults.Masks, MaskReader.Read),
            MaxOpaque = map.Read("max_opaque", Defaults.MaxOpaque, static share => share.Number(0, 1)),
        };
    }

    private static int ReadSessions(SuiteValue value, SimSpec? sim)
    {
        var sessions = value.Whole(1, 10_000_000);
        if (sim is not null && sessions > sim.Users)
        {
            value.Problem($"must be at most sim.users, which is {sim.Users}, was {sessions}", "write fewer, or leave it out to replay all");
        }

        return sessions;
    }

    private static Dictionary<string, decimal> ReadFloors(SuiteValue value)
    {
        var floors = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (scenario, floor) in value.Entries("write SCENARIO: 95"))
        {
            value.Context.References.Require(floor, scenario, ReferenceKind.Scenario);
            floors.Add(scenario, floor.Number(0, 100));
        }

        return floors;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>Polls: what the answer must say, how often it is asked, and how long.</summary>
internal static class UntilReader
{
    private const int AttemptsMax = 10_000;
    private static readonly UntilSpec Defaults = new() { At = "", Conditions = new Conditions() };

    public static UntilSpec? Read(SuiteValue value)
    {
        if (value.Map("until") is not { } map)
        {
            return null;
        }

        if (map.Has("equals") == map.Has("in"))
        {
            map.Problem($"until needs one of equals and in, has {(map.Has("equals") ? "both" : "none")}", "write until: { at: /status, in: [done, failed] }");
        }

        var every = map.Read("every", Defaults.Every, static every => every.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)));
        var timeout = map.Read("timeout", Defaults.Timeout, static timeout => timeout.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)));
        if (timeout.Ticks / every.Ticks > AttemptsMax)
        {
            map.Problem(
                string.Create(CultureInfo.InvariantCulture, $"{DurationText.Format(timeout)} every {DurationText.Format(every)} would be more than {AttemptsMax} attempts"),
                $"write every: {DurationText.Format(TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds / AttemptsMax)))} or more");
        }

        return new UntilSpec
        {
            At = map.Need("at", "", "/status", PointerText.Read),
            Conditions = new Conditions
            {
                EqualTo = map.Read<Expected?>("equals", null, static expected => ExpectedReader.Read(expected)),
                In = map.Read<IReadOnlyList<JsonNode?>?>("in", null, static values => ExpectedReader.ReadList(values, "in: [done, failed]")),
            },
            Every = every,
            Timeout = timeout,
        };
    }
}

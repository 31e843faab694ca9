namespace TestOps.Core.Suites.Reading;

/// <summary>Think times: a duration, or one of four distributions.</summary>
internal static class ThinkReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly ThinkSpec StandIn = new ConstantThink(TimeSpan.Zero);

    public static ThinkSpec Read(SuiteValue value)
    {
        if (value.Node is ScalarNode)
        {
            return new ConstantThink(ReadDuration(value));
        }

        if (value.Map("think") is not { } map)
        {
            return StandIn;
        }

        var keys = map.Keys.ToList();
        if (keys.Count != 1)
        {
            map.Problem($"needs one of constant, uniform, exponential and lognormal, has {(keys.Count == 0 ? "none" : string.Join(", ", keys))}", "write think: { exponential: 2s }");
            return StandIn;
        }

        return keys[0] switch
        {
            "constant" => map.Read("constant", StandIn, static think => new ConstantThink(ReadDuration(think))),
            "exponential" => map.Read("exponential", StandIn, static think => new ExponentialThink(ReadDuration(think))),
            "uniform" => map.Read("uniform", StandIn, ReadUniform),
            _ => map.Read("lognormal", StandIn, ReadLognormal),
        };
    }

    private static ThinkSpec ReadUniform(SuiteValue value)
    {
        if (value.Map("think.uniform") is not { } map)
        {
            return StandIn;
        }

        var min = map.Need("min", TimeSpan.Zero, "1s", ReadDuration);
        var max = map.Need("max", Longest, "3s", ReadDuration);
        if (max < min)
        {
            map.Problem($"max must be at least min, was {DurationText.Format(max)} with min {DurationText.Format(min)}", "swap them");
        }

        return new UniformThink(min, max);
    }

    private static ThinkSpec ReadLognormal(SuiteValue value)
    {
        if (value.Map("think.lognormal") is not { } map)
        {
            return StandIn;
        }

        var median = map.Need("median", TimeSpan.Zero, "2s", ReadDuration);
        var sigma = map.Need("sigma", 0m, "0.5", static sigma => sigma.Number(0, 3));
        if (sigma * 1000 != decimal.Truncate(sigma * 1000))
        {
            map.Problem($"sigma must have at most three decimals, was {sigma.ToString(System.Globalization.CultureInfo.InvariantCulture)}", "round it");
        }

        return new LognormalThink(median, (int)(sigma * 1000));
    }

    private static TimeSpan ReadDuration(SuiteValue value) => value.Duration(TimeSpan.Zero, Longest);
}

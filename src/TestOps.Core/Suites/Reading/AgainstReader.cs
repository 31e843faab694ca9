using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>Gates relative to a baseline. Whether metric and aggregation exist, the load's own grammar judges.</summary>
internal static class AgainstReader
{
    private const int GatesMax = 100;
    private const double ShareMax = 10;
    private const string Example = "\"p(95)\": { worse_by: 10%, and: 20ms }";

    public static IReadOnlyList<AgainstSpec> Read(SuiteValue value)
    {
        var entries = value.Entries($"write {Example}");
        if (entries.Count > GatesMax)
        {
            value.Problem($"must have at most {GatesMax} entries, has {entries.Count}", "write fewer");
        }

        return [.. entries.Select(static entry => Read(entry.Name, entry.Value)).OfType<AgainstSpec>()];
    }

    private static AgainstSpec? Read(string key, SuiteValue value)
    {
        if (value.Map("load.against.METRIC") is not { } map)
        {
            return null;
        }

        if (!map.Has("worse_by") && !map.Has("and"))
        {
            map.Problem("no margin is given", "add worse_by: 10%, and: 20ms, or both");
        }

        var share = map.Read<double?>("worse_by", null, static text => ReadShare(text));
        var (amount, kind) = map.Read<(double?, AmountKind)>("and", (null, AmountKind.None), static text => ReadAmount(text));
        return new AgainstSpec(key, share, amount) { Kind = kind };
    }

    private static double ReadShare(SuiteValue value)
    {
        if (PercentOf(value.ScalarText()) is { } share && share is >= 0 and <= ShareMax)
        {
            return share;
        }

        value.MustBe("a share from 0% to 1000%", "write a number and %, such as 10%");
        return 0;
    }

    private static (double?, AmountKind) ReadAmount(SuiteValue value)
    {
        var text = value.ScalarText();
        if (PercentOf(text) is { } share && share is > 0 and <= 1)
        {
            return (share, AmountKind.Share);
        }

        if (NumberOf(text) is { } number && number > 0)
        {
            return (number, AmountKind.Number);
        }

        if (DurationText.TryParse(text, out var duration, out _) && duration > TimeSpan.Zero)
        {
            return (duration.TotalMilliseconds, AmountKind.Duration);
        }

        value.MustBe("a margin above 0", "write a duration such as 20ms for times, a share of at most 100% such as 1% for rates from 0 to 1, otherwise a number");
        return (null, AmountKind.None);
    }

    private static double? PercentOf(string text) => text.EndsWith('%') && NumberOf(text[..^1]) is { } number ? number / 100 : null;

    private static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

using System.Globalization;

namespace TestOps.Core.Suites;

/// <summary>A gate of a load relative to a baseline: a value may be worse than the baseline's, but not by more than every margin that is given.</summary>
/// <param name="Key">What is compared, as written: <c>p(95)</c>, which is of <c>http_req_duration</c>, or <c>http_req_failed rate</c>.</param>
/// <param name="WorseBy">Margin as a share of the baseline's value: 0.1 for 10 %. Null for none; one of the two is given.</param>
/// <param name="And">Margin in the metric's unit: milliseconds, a share from 0 to 1, bytes or a count. Null for none.</param>
public sealed record AgainstSpec(string Key, double? WorseBy, double? And)
{
    /// <summary>What the ids of all such gates begin with.</summary>
    public const string GatePrefix = "load/against ";

    /// <summary>What kind of amount <see cref="And"/> was written as.</summary>
    public AmountKind Kind { get; init; }

    /// <summary>Id of the gate.</summary>
    public string Gate => GatePrefix + Key;

    /// <summary>The margins in words: <c>10 % and 20ms</c>.</summary>
    public string Margins
    {
        get
        {
            var share = WorseBy is { } worse ? string.Create(CultureInfo.InvariantCulture, $"{worse * 100:0.####} %") : null;
            var amount = And is not { } and ? null : Kind switch
            {
                AmountKind.Duration => DurationText.Format(TimeSpan.FromMilliseconds(and)),
                AmountKind.Share => string.Create(CultureInfo.InvariantCulture, $"{and * 100:0.####} percentage {(and * 100 == 1 ? "point" : "points")}"),
                _ => and.ToString(CultureInfo.InvariantCulture),
            };
            return share is not null && amount is not null ? $"{share} and {amount}" : share ?? amount ?? "";
        }
    }
}

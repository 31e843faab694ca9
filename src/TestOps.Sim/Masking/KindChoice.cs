using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Sim.Masking;

/// <summary>Chooses the strictest kind of mask that fits what was seen at a place.</summary>
internal static class KindChoice
{
    private const double CloseBy = 0.01;
    private const double Negligible = 1e-6;

    // Measurements: their values coincide and differ by chance, so that equal ones mean nothing.
    private static readonly string[] Measures = ["ms", "us", "ns", "s", "sec", "secs", "seconds", "millis", "latency", "elapsed", "duration", "took", "uptime", "age", "bytes", "memory", "cpu", "load"];

    public static MaskSpec Choose(DriftPlace place)
    {
        var values = place.Values;
        if (place.Class == DivergenceClass.Order)
        {
            return Mask(place, MaskKind.Set, $"the same items in another order {place.Seen()}");
        }

        if (values.AreTimes)
        {
            return Mask(place, MaskKind.Time, $"other times {place.Seen()}");
        }

        if (values.AreNumbers && !IsMeasure(place.Name))
        {
            if (values is { AreIntegers: true, IsOneToOne: true })
            {
                return Token(place);
            }

            if (values.MaxRelative <= CloseBy)
            {
                var rel = Above(values.MaxRelative);
                return Mask(place, MaskKind.Tolerance, $"numbers differ by at most {Percent(values.MaxRelative)} of the recorded one {place.Seen()}") with { Rel = rel };
            }

            if (values.MaxAbsolute <= Negligible)
            {
                var abs = Above(values.MaxAbsolute);
                return Mask(place, MaskKind.Tolerance, $"numbers differ by at most {values.MaxAbsolute.ToString("0.###E+0", CultureInfo.InvariantCulture)} {place.Seen()}") with { Abs = abs };
            }
        }
        else if (!values.AreNumbers && values is { AreNames: true, IsOneToOne: true })
        {
            return Token(place);
        }

        return Type(place);
    }

    /// <summary>The weakest kind that is ever proposed: presence and type are still compared.</summary>
    public static MaskSpec Type(DriftPlace place) => Mask(place, MaskKind.Type, $"values of one type differ {place.Seen()}");

    private static MaskSpec Token(DriftPlace place) => Mask(place, MaskKind.Token, $"other values, one to one, {place.Seen()}");

    private static MaskSpec Mask(DriftPlace place, MaskKind kind, string reason) => new() { Step = place.StepName, At = place.Pointer, Kind = kind, Reason = reason };

    private static bool IsMeasure(string name) =>
        Measures.Any(measure => name.Equals(measure, StringComparison.OrdinalIgnoreCase) || name.EndsWith("_" + measure, StringComparison.OrdinalIgnoreCase) || name.EndsWith("-" + measure, StringComparison.OrdinalIgnoreCase))
        || name.EndsWith("Ms", StringComparison.Ordinal) || name.EndsWith("Seconds", StringComparison.Ordinal);

    // Twice what was seen, rounded up to one digit: what was seen is not the worst that can come.
    private static decimal Above(double seen)
    {
        // Numbers may differ only beyond what a double holds.
        var doubled = 2 * Math.Max(seen, 1e-15);
        var exponent = (int)Math.Floor(Math.Log10(doubled));
        var unit = 1m;
        for (var i = 0; i < -exponent && i < 20; i++)
        {
            unit /= 10;
        }

        return Math.Ceiling((decimal)doubled / unit) * unit;
    }

    private static string Percent(double share) => (100 * share).ToString("0.####", CultureInfo.InvariantCulture) + " %";
}

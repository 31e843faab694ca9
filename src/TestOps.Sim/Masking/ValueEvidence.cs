using System.Globalization;
using TestOps.Core.Determinism;

namespace TestOps.Sim.Masking;

/// <summary>What the pairs of differing values of one place have in common. Values are canonical JSON.</summary>
/// <param name="recordedAt">When the run was recorded: a number is only taken for a time that is near it.</param>
internal sealed class ValueEvidence(DateTimeOffset recordedAt)
{
    private readonly ValuePairs _pairs = new();

    public bool IsOneToOne => _pairs.IsOneToOne;

    /// <summary>All values are numbers.</summary>
    public bool AreNumbers { get; private set; } = true;

    /// <summary>All values are numbers without a fraction.</summary>
    public bool AreIntegers { get; private set; } = true;

    /// <summary>All values are time stamps, in the same form.</summary>
    public bool AreTimes { get; private set; } = true;

    /// <summary>No value is a boolean, and no text has white space: names and numbers do not, prose does.</summary>
    public bool AreNames { get; private set; } = true;

    /// <summary>Largest difference of two numbers.</summary>
    public double MaxAbsolute { get; private set; }

    /// <summary>Largest difference as a share of the recorded number; infinite where that is zero.</summary>
    public double MaxRelative { get; private set; }

    public void BeginReplay() => _pairs.Reset();

    public void Add(string expected, string actual)
    {
        _pairs.Add(expected, actual);
        var isNumber = TryNumber(expected, out var left) & TryNumber(actual, out var right);
        AreNumbers &= isNumber;
        AreIntegers &= isNumber && IsInteger(expected) && IsInteger(actual);
        AreTimes &= AreTimesOfOneForm(expected, actual, isNumber);
        AreNames &= IsName(expected) && IsName(actual);
        if (isNumber)
        {
            MaxAbsolute = Math.Max(MaxAbsolute, Math.Abs(left - right));
            MaxRelative = Math.Max(MaxRelative, left == 0 ? double.PositiveInfinity : Math.Abs((left - right) / left));
        }
    }

    private bool AreTimesOfOneForm(string expected, string actual, bool isNumber) =>
        TimeStamp.TryRead(expected, out var form, out var time) && TimeStamp.TryRead(actual, out var other, out _) && form == other
        && (!isNumber || (time - recordedAt).Duration() <= TimeSpan.FromDays(1));

    private static bool TryNumber(string json, out double number) =>
        double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number) && json[0] != '"';

    private static bool IsInteger(string json) => json.AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool IsName(string json) => json[0] is not ('t' or 'f') && !json.Any(char.IsWhiteSpace) && !json.Contains('\\', StringComparison.Ordinal);
}

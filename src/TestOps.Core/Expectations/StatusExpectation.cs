using System.Globalization;

namespace TestOps.Core.Expectations;

/// <summary>The status is one of a list; an empty list means 200-399.</summary>
internal sealed class StatusExpectation : IExpectation
{
    private readonly int[] _accepted;
    private readonly string _text;

    public StatusExpectation(IReadOnlyList<int> accepted)
    {
        _accepted = [.. accepted];
        _text = accepted.Count switch
        {
            0 => "a status from 200 to 399",
            1 => accepted[0].ToString(CultureInfo.InvariantCulture),
            _ => $"one of {string.Join(", ", accepted)}",
        };
    }

    public CheckOutcome Judge(in CheckInput input)
    {
        var isAccepted = _accepted.Length == 0 ? input.Status is >= 200 and <= 399 : Array.IndexOf(_accepted, input.Status) >= 0;
        return isAccepted ? CheckOutcome.Pass : CheckOutcome.Fail(_text, input.Status.ToString(CultureInfo.InvariantCulture));
    }
}

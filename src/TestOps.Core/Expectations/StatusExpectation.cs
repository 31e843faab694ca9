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
        _text = Runs(_accepted) switch
        {
            [] => "a status from 200 to 399",
            [var (first, last)] when first == last => first.ToString(CultureInfo.InvariantCulture),
            [var (first, last)] => string.Create(CultureInfo.InvariantCulture, $"a status from {first} to {last}"),
            var runs => $"one of {string.Join(", ", runs.Select(static run => run.First == run.Last ? $"{run.First}" : $"{run.First} to {run.Last}"))}",
        };
    }

    public CheckOutcome Judge(in CheckInput input)
    {
        var isAccepted = _accepted.Length == 0 ? input.Status is >= 200 and <= 399 : Array.IndexOf(_accepted, input.Status) >= 0;
        return isAccepted ? CheckOutcome.Pass : CheckOutcome.Fail(_text, input.Status.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Neighbours together: a class such as 2xx is a hundred statuses, which nobody reads one by one.</summary>
    private static List<(int First, int Last)> Runs(int[] accepted)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var status in accepted.Order())
        {
            if (runs.Count > 0 && runs[^1].Last == status - 1)
            {
                runs[^1] = (runs[^1].First, status);
            }
            else
            {
                runs.Add((status, status));
            }
        }

        return runs;
    }
}

using TestOps.Core.Suites;

namespace TestOps.Load.Profiles;

/// <summary>
/// When the iterations of an arrival-rate executor start. Computed in integers from the start of the scenario, never by adding up periods, so that it neither drifts nor rounds: each
/// instant is the exact one, cut to the nanosecond.
/// </summary>
public sealed class ArrivalSchedule
{
    private readonly ArrivalPiece[] _pieces;
    private readonly Int128[] _ends;
    private readonly long _unitNs;
    private readonly int _firstArea;

    private ArrivalSchedule(IReadOnlyList<ArrivalPiece> pieces, TimeSpan timeUnit, int firstArea)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeUnit, TimeSpan.Zero);
        _pieces = [.. pieces];
        _ends = [.. pieces.Select(static piece => piece.DoubledAreaAtEnd)];
        _unitNs = Nanoseconds(timeUnit);
        _firstArea = firstArea;
        var doubledArea = _ends.Length == 0 ? 0 : _ends[^1];
        Count = (long)((doubledArea + (firstArea == 0 ? DoubledUnit - 1 : 0)) / DoubledUnit);
    }

    /// <summary>Number of starts.</summary>
    public long Count { get; }

    private Int128 DoubledUnit => 2 * (Int128)_unitNs;

    /// <summary>
    /// <c>constant-arrival-rate</c>: <paramref name="rate"/> starts (at least 1) each <paramref name="timeUnit"/>. Number i is due at i x time unit / rate, from 0. The start that would
    /// fall on the very end does not happen (in k6 it races with the end), so that a whole number of units has exactly that many times the rate.
    /// </summary>
    public static ArrivalSchedule Constant(int rate, TimeSpan timeUnit, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return new ArrivalSchedule([new ArrivalPiece(0, Nanoseconds(duration), rate, rate, 0)], timeUnit, firstArea: 0);
    }

    /// <summary>
    /// <c>ramping-arrival-rate</c>: the start number n (from 1) is due when the area under the rate reaches n, fractions carried from stage to stage. One that falls on the very end does
    /// happen (in k6 it races with the end), so that the number of starts is the whole part of the area.
    /// </summary>
    public static ArrivalSchedule Ramping(int startRate, TimeSpan timeUnit, IReadOnlyList<LoadStageSpec> stages)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startRate);
        var pieces = new List<ArrivalPiece>();
        var (from, startNs, doubledArea) = (startRate, 0L, (Int128)0);
        foreach (var stage in stages)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(stage.Target, nameof(stages));
            ArgumentOutOfRangeException.ThrowIfLessThan(stage.Duration, TimeSpan.Zero, nameof(stages));
            if (stage.Duration > TimeSpan.Zero)
            {
                var piece = new ArrivalPiece(startNs, Nanoseconds(stage.Duration), from, stage.Target, doubledArea);
                pieces.Add(piece);
                startNs += piece.DurationNs;
                doubledArea = piece.DoubledAreaAtEnd;
            }

            from = stage.Target;
        }

        return new ArrivalSchedule(pieces, timeUnit, firstArea: 1);
    }

    /// <summary>When start <paramref name="index"/> (from 0, below <see cref="Count"/>) is due, in nanoseconds since the scenario's start.</summary>
    public long DueNs(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var doubledArea = (index + _firstArea) * DoubledUnit;
        var at = Array.BinarySearch(_ends, doubledArea);

        // Stages without a start share their end with the one before: the area was reached in the first of them.
        at = at < 0 ? ~at : Array.IndexOf(_ends, doubledArea);
        return _pieces[at].InstantNs(doubledArea);
    }

    private static long Nanoseconds(TimeSpan span) => checked(span.Ticks * TimeSpan.NanosecondsPerTick);
}

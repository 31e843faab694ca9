using System.Globalization;
using System.Numerics;
using TestOps.Core.Sessions;

namespace TestOps.Sim.Statistics;

/// <summary>
/// What a worker has seen so far, for people who watch: counts and a coarse histogram. One worker writes it without locks, another thread reads it: a number that is read
/// may be a step old, and no measurement is made of it.
/// </summary>
internal sealed class LiveTally
{
    // A quarter of a power of two of nanoseconds: a bucket is at most 25 % wide, which a display can stand.
    private const int BucketsPerOctave = 4;
    private readonly long[] _buckets = new long[64 * BucketsPerOctave];
    private long _steps;
    private long _failed;
    private long _unanswered;

    /// <summary>Counts a step.</summary>
    public void Add(StepOutcome outcome)
    {
        if (outcome.IsSkipped)
        {
            return;
        }

        Bump(ref _steps);
        if (outcome.Reply.Failure is not null)
        {
            Bump(ref _unanswered);
            return;
        }

        Bump(ref _buckets[BucketOf(outcome.ElapsedNs)]);
        var checks = outcome.Checks;
        for (var i = 0; i < checks.Count; i++)
        {
            if (!checks[i].Passed)
            {
                Bump(ref _failed);
            }
        }
    }

    /// <summary>All workers together, as people read it: <c>600 steps, p95 about 12 ms, 0 failed checks</c>.</summary>
    public static string Describe(IEnumerable<LiveTally> tallies)
    {
        var steps = 0L;
        var failed = 0L;
        var unanswered = 0L;
        var buckets = new long[64 * BucketsPerOctave];
        foreach (var tally in tallies)
        {
            steps += Volatile.Read(ref tally._steps);
            failed += Volatile.Read(ref tally._failed);
            unanswered += Volatile.Read(ref tally._unanswered);
            for (var i = 0; i < buckets.Length; i++)
            {
                buckets[i] += Volatile.Read(ref tally._buckets[i]);
            }
        }

        var latency = PercentileMs(buckets, 0.95) is { } p95 ? string.Create(CultureInfo.InvariantCulture, $", p95 about {p95:0.##} ms") : "";
        var lost = unanswered == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {unanswered:#,0} unanswered");
        return string.Create(CultureInfo.InvariantCulture, $"{steps:#,0} steps{latency}, {failed:#,0} failed checks{lost}");
    }

    // The only writer is the worker itself.
    private static void Bump(ref long counter) => Volatile.Write(ref counter, counter + 1);

    private static int BucketOf(long nanoseconds)
    {
        var value = (ulong)Math.Max(nanoseconds, 1);
        var octave = BitOperations.Log2(value);
        var quarter = octave < 2 ? 0 : (int)((value >> (octave - 2)) & 3);
        return (octave * BucketsPerOctave) + quarter;
    }

    private static double? PercentileMs(long[] buckets, double share)
    {
        var rank = (long)Math.Ceiling(buckets.Sum() * share);
        var seen = 0L;
        for (var i = 0; i < buckets.Length && rank > 0; i++)
        {
            seen += buckets[i];
            if (seen >= rank)
            {
                var octave = i / BucketsPerOctave;
                return (1UL << octave) * (1 + (((i % BucketsPerOctave) + 0.5) / BucketsPerOctave)) / 1e6;
            }
        }

        return null;
    }
}

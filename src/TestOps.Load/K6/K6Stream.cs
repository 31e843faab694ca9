using TestOps.Load.Metrics;

namespace TestOps.Load.K6;

/// <summary>k6's sample stream (<c>--out json</c>), as the driver reads it while k6 runs.</summary>
public static class K6Stream
{
    /// <summary>
    /// Reads a stream to its end. Each second goes to <paramref name="onSecond"/> as soon as it is closed; samples that match a key of <paramref name="keys"/>
    /// (<c>http_reqs{scenario:buy}</c>) are counted.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<K6StreamTotals> ReadAsync(Stream source, IReadOnlyCollection<string> keys, Action<LoadSecond> onSecond, CancellationToken cancellationToken)
    {
        var tally = new K6Tally(keys, onSecond);
        await K6StreamReader.ReadAsync(source, line => tally.Add(line.Span), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        tally.Finish();
        return new K6StreamTotals(
            tally.Unreadable,
            tally.Metrics.Where(static metric => metric.Value.Count > 0).ToDictionary(static metric => metric.Key, metric => metric.Value.ToMetric(tally.Length).ToJson(), StringComparer.Ordinal),
            keys.ToDictionary(static key => key, key => tally.SamplesOf(key) ?? 0, StringComparer.Ordinal));
    }
}

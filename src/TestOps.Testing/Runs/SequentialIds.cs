using System.Globalization;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Testing.Runs;

/// <summary>Ids that tests can foretell.</summary>
public static class SequentialIds
{
    // 2026-01-01T00:00:00Z in milliseconds: an id must look like one of today.
    private const long Epoch = 1_767_225_600_000;

    /// <summary>The id number <paramref name="number"/> (from 1): a well-formed UUIDv7 whose time is that many milliseconds into 2026, so that ids sort by number.</summary>
    public static RunId At(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        var time = (Epoch + number).ToString("x12", CultureInfo.InvariantCulture);
        return new RunId(Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"{time[..8]}-{time[8..]}-7000-8000-{number:x12}"), "D"));
    }

    /// <summary>A source that gives <see cref="At"/> 1, 2, 3 and so on. Safe for concurrent use.</summary>
    public static IdSource Create()
    {
        long last = 0;
        return new IdSource(() => At(Interlocked.Increment(ref last)).Value);
    }
}

using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Time stamps as <c>time</c> masks read them: RFC 3339 and its relatives, HTTP dates, and counts since 1970 in s, ms, us or ns.</summary>
public static class TimeStamp
{
    /// <summary>Reads a value, given as canonical JSON: its form (one letter) and the instant; false for anything else.</summary>
    public static bool TryRead(string canonicalJson, out char form, out DateTimeOffset time)
    {
        var isRead = TimeText.TryRead(Encoding.UTF8.GetBytes(canonicalJson), out form, out var ticks);
        time = isRead ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isRead;
    }
}

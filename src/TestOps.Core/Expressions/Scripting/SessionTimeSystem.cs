using System.Globalization;
using Jint.Runtime;

namespace TestOps.Core.Expressions.Scripting;

/// <summary><c>Date</c> by the session's clock, in UTC.</summary>
internal sealed class SessionTimeSystem(Func<ExpressionScope> scope) : ITimeSystem
{
    private readonly DefaultTimeSystem _calendar = new(TimeZoneInfo.Utc, CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() => scope().Clock.Now;

    public bool TryParse(string date, out long epochMilliseconds) => _calendar.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;
}

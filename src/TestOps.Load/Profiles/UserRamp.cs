using TestOps.Core.Suites;

namespace TestOps.Load.Profiles;

/// <summary>
/// When the users of <c>ramping-vus</c> loop. The number of users follows a line of stages: number k joins when the line has risen to k, and leaves when it has fallen to k - 1; a stage
/// without a duration is a jump. Computed in integers; an instant between two nanoseconds is the later one, as in k6.
/// </summary>
public sealed class UserRamp
{
    private readonly int _startUsers;
    private readonly IReadOnlyList<LoadStageSpec> _stages;
    private readonly long _gracefulRampDownNs;

    /// <summary>Creates the ramp. An iteration whose user has left gets <paramref name="gracefulRampDown"/> to end.</summary>
    public UserRamp(int startUsers, IReadOnlyList<LoadStageSpec> stages, TimeSpan gracefulRampDown)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startUsers);
        ArgumentOutOfRangeException.ThrowIfLessThan(gracefulRampDown, TimeSpan.Zero);
        _startUsers = startUsers;
        _stages = stages;
        _gracefulRampDownNs = Nanoseconds(gracefulRampDown);
        UsersMax = stages.Select(static stage => stage.Target).Append(startUsers).Max();
        EndNs = stages.Sum(static stage => Nanoseconds(stage.Duration));
    }

    /// <summary>Most users.</summary>
    public int UsersMax { get; }

    /// <summary>The end of the last stage.</summary>
    public long EndNs { get; }

    /// <summary>
    /// The lives of a user (from 0) in order. One ends where the user leaves for longer than an iteration may take to end: then it is interrupted. A user that comes back before goes on with
    /// the iteration that it has.
    /// </summary>
    public IReadOnlyList<UserLife> LivesOf(int user)
    {
        var lives = new List<UserLife>();
        var spans = new List<UserSpan>();
        var all = SpansOf(user + 1);
        for (var i = 0; i < all.Count; i++)
        {
            var (span, leaves) = all[i];
            spans.Add(span);
            var killNs = span.EndNs + _gracefulRampDownNs;
            var isLast = i == all.Count - 1;
            if (isLast || all[i + 1].Span.StartNs > killNs)
            {
                lives.Add(new UserLife(spans, leaves ? killNs : null));
                spans = [];
            }
        }

        return lives;
    }

    /// <summary>The times at which a user (from 1) is wanted, and whether it leaves then: at the end of the stages it does only where the line falls.</summary>
    private List<(UserSpan Span, bool Leaves)> SpansOf(int user)
    {
        var spans = new List<(UserSpan Span, bool Leaves)>();
        var (from, stageNs) = (_startUsers, 0L);
        long? sinceNs = from >= user ? 0 : null;
        foreach (var stage in _stages)
        {
            var durationNs = Nanoseconds(stage.Duration);
            if (sinceNs is null && stage.Target >= user)
            {
                var atNs = stageNs + Share(durationNs, user - from, stage.Target - from);
                sinceNs = spans.Count > 0 && spans[^1].Span.EndNs == atNs ? Resume(spans) : atNs;
            }
            else if (sinceNs is { } startNs && stage.Target < user)
            {
                var atNs = stageNs + Share(durationNs, from - (user - 1), from - stage.Target);
                sinceNs = null;
                if (atNs > startNs)
                {
                    spans.Add((new UserSpan(startNs, atNs), true));
                }
            }

            from = stage.Target;
            stageNs += durationNs;
        }

        if (sinceNs < stageNs)
        {
            spans.Add((new UserSpan(sinceNs.Value, stageNs), false));
        }

        return spans;
    }

    // A jump down and up again at the same instant is no leave.
    private static long Resume(List<(UserSpan Span, bool Leaves)> spans)
    {
        var startNs = spans[^1].Span.StartNs;
        spans.RemoveAt(spans.Count - 1);
        return startNs;
    }

    private static long Share(long durationNs, int part, int whole) => (long)((((Int128)durationNs * part) + whole - 1) / whole);

    private static long Nanoseconds(TimeSpan span) => checked(span.Ticks * TimeSpan.NanosecondsPerTick);
}

using TestOps.Core.Journaling;

namespace TestOps.Sim.Replaying;

/// <summary>A kind of divergence (step name, pointer, class), with its first occurrence. One signature makes one incident.</summary>
internal sealed class Signature(long session, LocatedDivergence first)
{
    public long Session { get; } = session;

    public LocatedDivergence First { get; } = first;

    /// <summary>Whether its session counts for the score.</summary>
    public bool CountsForScore { get; init; } = true;

    /// <summary>Sessions whose first divergence has this signature.</summary>
    public long Sessions { get; set; }

    /// <summary>The first occurrence as an event of replay number <paramref name="replay"/>.</summary>
    public DivergenceFound ToEvent(int replay)
    {
        var (step, name, divergence, _, around) = First;
        return new DivergenceFound(replay, Session, step, name, divergence.Pointer, divergence.Class.ToString().ToLowerInvariant(), divergence.Expected, divergence.Actual, Sessions, around.DeepClone());
    }

    /// <summary>The pointer with <c>*</c> for every index, so that elements of one array share a signature.</summary>
    public static string PatternOf(string pointer) =>
        string.Join('/', pointer.Split('/').Select(token => token.Length > 0 && token.All(char.IsAsciiDigit) ? "*" : token));
}

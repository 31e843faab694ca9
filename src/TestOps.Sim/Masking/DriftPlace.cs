using System.Globalization;
using TestOps.Core.Determinism;

namespace TestOps.Sim.Masking;

/// <summary>All that was seen of one kind of difference: a step, a place whose indexes are folded together, and a class.</summary>
internal sealed class DriftPlace(string stepName, string shape, DivergenceClass @class, string[] tokens, bool[] indexes, DateTimeOffset recordedAt)
{
    private readonly bool[] _isManyfold = new bool[tokens.Length];
    private long _sessionsNow;
    private long _lastSession = -1;

    public string StepName => stepName;

    /// <summary>The pointer with <c>*</c> for every index: what makes places one.</summary>
    public string Shape => shape;

    public DivergenceClass Class => @class;

    /// <summary>The pointer, with <c>*</c> only where more than one index differs.</summary>
    public string Pointer => string.Concat(tokens.Select((token, i) => "/" + (_isManyfold[i] ? MaskSet.AnyIndex : token)));

    /// <summary>Name of the value: the last token that is no index; empty for a whole body or its items.</summary>
    public string Name => tokens.Where((_, i) => !indexes[i]).LastOrDefault() ?? "";

    public ValueEvidence Values { get; } = new(recordedAt);

    /// <summary>Sessions that differ here, in the replay where they are most.</summary>
    public long Sessions { get; private set; }

    public string Expected { get; private set; } = "";

    public string Actual { get; private set; } = "";

    public void BeginReplay()
    {
        _sessionsNow = 0;
        _lastSession = -1;
        Values.BeginReplay();
    }

    public void Add(long session, string[] seen, Divergence divergence)
    {
        if (Sessions == 0)
        {
            (Expected, Actual) = (divergence.Expected, divergence.Actual);
        }

        for (var i = 0; i < seen.Length; i++)
        {
            _isManyfold[i] |= seen[i] != tokens[i];
        }

        if (session != _lastSession)
        {
            _lastSession = session;
            _sessionsNow++;
            Sessions = Math.Max(Sessions, _sessionsNow);
        }

        if (@class == DivergenceClass.Value)
        {
            Values.Add(divergence.Expected, divergence.Actual);
        }
    }

    /// <summary>What was seen, for a reason: how often, and an example.</summary>
    public string Seen() => string.Create(CultureInfo.InvariantCulture, $"in {Sessions} session{(Sessions == 1 ? "" : "s")}; first {Short(Expected)} became {Short(Actual)}");

    private static string Short(string json)
    {
        const int max = 60;
        return json.Length <= max ? json : $"{json[..(char.IsHighSurrogate(json[max - 1]) ? max - 1 : max)]}...";
    }
}

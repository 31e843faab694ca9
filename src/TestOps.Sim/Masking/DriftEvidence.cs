using TestOps.Core.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Sim.Masking;

/// <summary>Gathers the differences of all replays by place, in the order in which the places were first met.</summary>
internal sealed class DriftEvidence(DateTimeOffset recordedAt) : IDriftObserver
{
    private readonly Dictionary<(string Step, string Shape, DivergenceClass Class), DriftPlace> _byKey = [];
    private readonly List<DriftPlace> _places = [];

    public IReadOnlyList<DriftPlace> Places => _places;

    public void BeginReplay()
    {
        foreach (var place in _places)
        {
            place.BeginReplay();
        }
    }

    public void Differ(StepRecord expected, StepRecord actual, IReadOnlyList<Divergence> divergences)
    {
        foreach (var divergence in divergences)
        {
            Add(expected, actual, divergence);
        }
    }

    private void Add(StepRecord expected, StepRecord actual, Divergence divergence)
    {
        var isInBody = divergence.Pointer.Length == 0 || divergence.Pointer[0] == '/';
        var tokens = isInBody ? PlaceShape.Tokens(divergence.Pointer) : [];
        var indexes = isInBody ? PlaceShape.Indexes(divergence.Pointer, expected, actual) : [];
        if (divergence.Class == DivergenceClass.Order)
        {
            // The place of another order is the array, not the item where it shows first.
            (tokens, indexes) = (tokens[..^1], indexes[..^1]);
        }

        var shape = isInBody ? PlaceShape.Of(tokens, indexes) : divergence.Pointer;
        var key = (expected.Name, shape, divergence.Class);
        if (!_byKey.TryGetValue(key, out var place))
        {
            place = new DriftPlace(expected.Name, shape, divergence.Class, tokens, indexes, recordedAt);
            _byKey.Add(key, place);
            _places.Add(place);
        }

        place.Add(expected.Session, tokens, divergence);
    }
}

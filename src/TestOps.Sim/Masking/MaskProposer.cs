using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Sim.Masking;

/// <summary>
/// Finds masks that would cure the drift of recorded replays, and judges the replays anew under them. It never applies them, and it proposes none that would hide more
/// than values: a status, a check, a type, something missing or extra stays a difference.
/// </summary>
public sealed class MaskProposer
{
    // A kind can prove too strict once, and what then shows below or beside it can prove so again.
    private const int RoundsMax = 6;
    private const int PointerMax = 1000;

    private readonly Dictionary<(string Step, string Shape), MaskSpec> _proposed = [];
    private readonly List<(string Step, string Shape)> _inOrder = [];
    private readonly Dictionary<(string Step, string Shape), string> _refused = [];
    private readonly int _room;

    private MaskProposer(int room) => _room = room;

    /// <summary>Proposes masks for the replays numbered <paramref name="replays"/>; null where they do not differ from the trace.</summary>
    /// <exception cref="SnapshotCorruptException">A file cannot be read, or contradicts another.</exception>
    public static MaskProposal? Propose(Snapshot snapshot, Plan plan, IReadOnlyList<int> replays, CancellationToken cancellationToken)
    {
        var inForce = plan.Masks;
        var proposer = new MaskProposer(ReplaySpec.MasksMax - inForce.Count);
        for (var round = 0; ; round++)
        {
            var evidence = new DriftEvidence(snapshot.Head.StartedAt);
            var masks = proposer.Masks(inForce);
            var judged = MaskedReplays.Judge(snapshot, plan, [.. inForce, .. masks], replays, evidence, cancellationToken);
            if (round == 0 && evidence.Places.Count == 0)
            {
                return null;
            }

            if (round == RoundsMax || !proposer.Revise(evidence.Places))
            {
                return new MaskProposal { Masks = masks, Unmasked = [.. evidence.Places.Select(proposer.Explain)], Judged = judged };
            }
        }
    }

    private List<MaskSpec> Masks(IReadOnlyList<MaskSpec> inForce)
    {
        var masks = _inOrder.Where(key => !_refused.ContainsKey(key)).Select(key => _proposed[key]).ToList();
        var sets = inForce.Concat(masks).Where(mask => mask.Kind == MaskKind.Set).ToList();
        return [.. masks.Select(mask => sets.Aggregate(mask, AnyItemOf))];
    }

    /// <summary>Where order does not count, an index names nothing: below a set a mask is for any item.</summary>
    private static MaskSpec AnyItemOf(MaskSpec mask, MaskSpec set)
    {
        var tokens = mask.At.Split('/');
        var above = set.At.Split('/');
        var isBelow = set.Step == mask.Step && tokens.Length > above.Length && above.Select((token, i) => token == tokens[i] || token == MaskSet.AnyIndex).All(same => same);
        return isBelow ? mask with { At = string.Join('/', [.. tokens.Take(above.Length), MaskSet.AnyIndex, .. tokens.Skip(above.Length + 1)]) } : mask;
    }

    /// <summary>Adds and weakens masks after what still differs; answers whether anything changed.</summary>
    private bool Revise(IReadOnlyList<DriftPlace> places)
    {
        var hasChanged = false;
        foreach (var place in places.Where(place => place.Class is DivergenceClass.Value or DivergenceClass.Order && place.Shape.IndexOf('#', StringComparison.Ordinal) != 0))
        {
            var key = (place.StepName, place.Shape);
            if (_refused.ContainsKey(key))
            {
                continue;
            }

            hasChanged = true;
            if (!_proposed.TryGetValue(key, out var mask))
            {
                Add(key, place);
            }
            else if (mask.Kind is not (MaskKind.Type or MaskKind.Set))
            {
                _proposed[key] = KindChoice.Type(place) with { At = mask.At };
            }
            else
            {
                // It hides every value, and yet one shows: a mask in force names the place before it.
                _refused.Add(key, "a mask in force names this place and is too strict: change that one");
            }
        }

        return hasChanged;
    }

    private void Add((string Step, string Shape) key, DriftPlace place)
    {
        if (_inOrder.Count == _room)
        {
            _refused.Add(key, $"a suite has at most {ReplaySpec.MasksMax} masks: with so many places, name what is stable instead, and use compare: checks");
        }
        else if (place.Shape.Length > PointerMax || place.Pointer.Split('/').Any(token => token.Length > 1 && token.Contains('*', StringComparison.Ordinal)))
        {
            _refused.Add(key, $"the pointer of a mask has at most {PointerMax} characters, and * in it stands alone for an index");
        }
        else
        {
            _proposed.Add(key, KindChoice.Choose(place));
            _inOrder.Add(key);
        }
    }

    private UnmaskedPlace Explain(DriftPlace place)
    {
        var pointer = place.Shape.StartsWith('#') ? place.Shape : place.Pointer;
        return new UnmaskedPlace(place.StepName, pointer, place.Class.ToString().ToLowerInvariant(), place.Sessions, _refused.GetValueOrDefault((place.StepName, place.Shape)) ?? Why(place));
    }

    private static string Why(DriftPlace place) => place.Class switch
    {
        DivergenceClass.Status => $"another status is a real difference: {place.Expected} became {place.Actual}",
        DivergenceClass.Check => $"a check has another result, which no mask hides: {place.Expected} became {place.Actual}",
        DivergenceClass.Type => "another type is a real difference, which no mask should hide",
        DivergenceClass.Missing => place.Shape == "#step" ? "the session ended before this step" : "it is no longer there, which no mask should hide",
        DivergenceClass.Extra => place.Shape == "#step" ? "the session went on with this step" : "it was not there before, which no mask should hide",
        _ when place.Shape.StartsWith("#request", StringComparison.Ordinal) => "the request differs, so the session took another way: look for an earlier difference",
        _ when place.Shape.StartsWith("#time", StringComparison.Ordinal) => "virtual time differs: the engine took another time to answer",
        _ when place.Shape.StartsWith('#') => "masks reach into JSON bodies only",
        _ => "its values fit no kind of mask",
    };
}

using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Suites;

namespace TestOps.Sim.Masking;

/// <summary>Masks that would cure a drift, what the replays come to under them, and what no mask should hide.</summary>
public sealed record MaskProposal
{
    /// <summary>The masks to add, in the order in which their places were met; empty where nothing can be masked.</summary>
    public required IReadOnlyList<MaskSpec> Masks { get; init; }

    /// <summary>Where the answers would still differ, and why no mask is proposed there.</summary>
    public required IReadOnlyList<UnmaskedPlace> Unmasked { get; init; }

    /// <summary>The same replays, judged anew under these masks and those in force.</summary>
    public required MaskedScore Judged { get; init; }

    /// <summary>The proposal as an event of the journal.</summary>
    public MasksProposed ToEvent() => new(
        new JsonArray([.. Masks.Select(MaskJson)]),
        Masks.Count == 0 ? "" : string.Join('\n', MaskYaml.Lines(Masks)) + "\n",
        Judged.Sessions,
        Judged.Identical,
        (double?)Judged.Score?.Value,
        (double?)Judged.Leaves.ComparedShare,
        new JsonArray([.. Unmasked.Select(UnmaskedJson)]));

    private static JsonNode MaskJson(MaskSpec mask)
    {
        var json = new JsonObject { ["step"] = mask.Step, ["at"] = mask.At, ["kind"] = mask.Kind.ToString().ToLowerInvariant() };
        if (mask.Kind == MaskKind.Tolerance)
        {
            json["tolerance"] = new JsonObject { ["abs"] = mask.Abs, ["rel"] = mask.Rel };
        }

        json["reason"] = mask.Reason;
        return json;
    }

    private static JsonNode UnmaskedJson(UnmaskedPlace place) => new JsonObject
    {
        ["step_name"] = place.StepName,
        ["pointer"] = place.Pointer,
        ["class"] = place.Class,
        ["sessions"] = place.Sessions,
        ["why"] = place.Why,
    };
}

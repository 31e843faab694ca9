using TestOps.Core.Phases;
using TestOps.Core.WarRoom;

namespace TestOps.Sim.Replaying;

/// <summary>Tells of replays that met a rate limit: their divergences have one cause, and it is not a nondeterministic engine.</summary>
internal static class ReplayRateLimit
{
    private const string Status = "#status";
    private const string TurnedAway = "429";

    public static async Task OpenAsync(PhaseContext context, IReadOnlyList<ReplayResult> results)
    {
        var met = results.SelectMany(result => result.Tally.Signatures, (result, signature) => (result.Number, Signature: signature))
            .Where(met => met.Signature.First.Divergence is { Pointer: Status, Actual: TurnedAway })
            .ToList();
        if (met.Count == 0)
        {
            return;
        }

        var (number, first) = met[0];
        var sessions = met.Sum(place => place.Signature.Sessions);
        await context.OpenIncidentAsync(
            IncidentCodes.EngineRateLimited,
            "replay",
            $"rate limit: {sessions} session(s) of the replays were turned away with status 429; first in replay {number}, session {first.Session} step {first.First.Step} ({first.First.StepName})",
            context.Facts(("value", sessions.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("step_name", first.First.StepName), ("phase", "replay")),
            CancellationToken.None);
    }
}

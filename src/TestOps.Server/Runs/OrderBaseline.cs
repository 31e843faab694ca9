using TestOps.Core;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Server.Problems;

namespace TestOps.Server.Runs;

/// <summary>What the load of an order is compared with: the run that it names, none where it accepts that there is none, and the last that passed else.</summary>
internal sealed class OrderBaseline(RunnerEnvironment environment)
{
    /// <summary>The word for a load that begins anew.</summary>
    public const string None = "none";

    /// <summary>The baseline of an order; null where no gate needs one.</summary>
    /// <exception cref="ApiProblemException">The order names one, and the run compares nothing.</exception>
    /// <exception cref="BaselineRefusedException">The named run measured another load.</exception>
    public async Task<LoadBaseline?> FindAsync(string? named, Plan plan, CancellationToken cancellationToken)
    {
        if (named is not null && !BaselineSearch.IsNeeded(plan))
        {
            throw new ApiProblemException(ProblemKind.BodyInvalid, $"baseline: a run of {plan.Suite.Name} compares nothing")
            {
                Hint = "leave it out, or add load.against to the suite, such as: against: { \"p(95)\": { worse_by: 10%, and: 20ms } }",
            };
        }

        return named switch
        {
            null => await BaselineSearch.FindAsync(environment.Store, environment.Snapshots, plan, cancellationToken),
            None => new DeclinedBaseline(),
            _ when RunId.TryParse(named, out var runId) => BaselineSearch.Choose(environment.Snapshots, runId, plan),
            _ => throw new BaselineRefusedException($"'{named}' is no run", "name the id of a run, or none"),
        };
    }
}

using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>The masks of recorded steps: a line names scenario and step, masks may name the call template that only the suite knows.</summary>
public sealed class StepMaskLookup
{
    private readonly Dictionary<(string Scenario, string Step), StepMasks> _masks = [];

    /// <summary>Looks every step of the plan's scenarios up once.</summary>
    public StepMaskLookup(Plan plan, MaskSet masks)
    {
        foreach (var scenario in plan.Suite.Sim?.Scenarios ?? [])
        {
            foreach (var step in scenario.Calls)
            {
                _masks[(scenario.Name, step.Name)] = masks.ForStep(scenario.Name, step.Name, step.CallTemplate);
            }
        }
    }

    /// <summary>The masks of a record's step; null where the suite has no such step.</summary>
    public StepMasks? Of(StepRecord record) => _masks.GetValueOrDefault((record.Scenario, record.Name));
}

using TestOps.Core.Expressions;
using TestOps.Core.Sessions;
using TestOps.Core.Suites;

namespace TestOps.Sim.Statistics;

/// <summary>A compiled metric of the suite.</summary>
internal sealed class MetricProgram(MetricSpec spec)
{
    private readonly Script? _script = spec.Script is null ? null : Script.Compile(spec.Script);

    public MetricSpec Spec { get; } = spec;

    /// <summary>Whether an answer counts for this metric.</summary>
    public bool AppliesTo(StepOutcome outcome) =>
        outcome.Reply.Failure is null && (outcome.Step.Name == Spec.Of || outcome.Scenario.Name == Spec.Of);

    /// <summary>The value of one answer: 1 or 0 for share and count, a number for sum and mean; null where it has none.</summary>
    public double? Evaluate(StepOutcome outcome)
    {
        try
        {
            return Spec.Kind is MetricKind.Share or MetricKind.Count
                ? _script!.EvaluateTruth(outcome.Scope) ? 1 : 0
                : _script!.EvaluateNumber(outcome.Scope);
        }
        catch (ExpressionException)
        {
            // An answer of another shape, an error page for instance, has no value; the metric reports how many had none.
            return null;
        }
    }
}

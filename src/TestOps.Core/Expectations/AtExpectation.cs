using TestOps.Core.Determinism;

namespace TestOps.Core.Expectations;

/// <summary>Conditions on the value at a pointer of the body.</summary>
internal sealed class AtExpectation(JsonPointer pointer, ConditionList conditions) : IExpectation
{
    public static AtExpectation Compile(string check, string pointer, ConditionList conditions) => JsonPointer.TryParse(pointer, out var parsed, out var problem)
        ? new AtExpectation(parsed, conditions)
        : throw new InvalidCheckException(check, problem, "write a JSON Pointer, for example /consensus/confidence");

    public CheckOutcome Judge(in CheckInput input)
    {
        var isFound = pointer.TryEvaluate(input.Body, out var value);
        var outcome = conditions.Judge(isFound ? Subject.Of(value) : Subject.Absent);

        // A value that stands in the body for everyone to see, and is absent all the same, wants an explanation.
        return outcome.Passed || isFound || input.BodyProblem is null ? outcome : CheckOutcome.Fail(outcome.Expected!, $"absent, because the body is not valid JSON ({input.BodyProblem})");
    }
}

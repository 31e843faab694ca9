using TestOps.Core.Determinism;

namespace TestOps.Core.Expectations;

/// <summary>Conditions on the value at a pointer of the body.</summary>
internal sealed class AtExpectation(JsonPointer pointer, ConditionList conditions) : IExpectation
{
    public static AtExpectation Compile(string check, string pointer, ConditionList conditions) => JsonPointer.TryParse(pointer, out var parsed, out var problem)
        ? new AtExpectation(parsed, conditions)
        : throw new InvalidCheckException(check, problem, "write a JSON Pointer, for example /consensus/confidence");

    public CheckOutcome Judge(in CheckInput input)
        => conditions.Judge(pointer.TryEvaluate(input.Body, out var value) ? Subject.Of(value) : Subject.Absent);
}

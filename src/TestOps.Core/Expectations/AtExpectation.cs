namespace TestOps.Core.Expectations;

/// <summary>Conditions on the value at a pointer of the body.</summary>
internal sealed class AtExpectation(CompiledPointer pointer, ConditionList conditions) : IExpectation
{
    public CheckOutcome Judge(in CheckInput input)
        => conditions.Judge(pointer.TryFind(input.Body, out var value) ? Subject.Of(value) : Subject.Absent);
}

namespace TestOps.Core.Expectations;

/// <summary>What one kind of check expects of an answer.</summary>
internal interface IExpectation
{
    /// <summary>Judges an answer.</summary>
    CheckOutcome Judge(in CheckInput input);
}

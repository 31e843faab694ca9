using TestOps.Core.Expressions;

namespace TestOps.Core.Expectations;

/// <summary>A JavaScript expression that must be truthy.</summary>
internal sealed class ScriptExpectation(string javaScript) : IExpectation
{
    private readonly Script _script = Script.Compile(javaScript);

    public CheckOutcome Judge(in CheckInput input)
    {
        try
        {
            return _script.TryEvaluateTruth(input.Scope, out var isTrue, out var reason)
                ? isTrue ? CheckOutcome.Pass : CheckOutcome.Fail(javaScript, "false")
                : CheckOutcome.Fail(javaScript, $"an error: {reason}");
        }
        catch (ExpressionException error) when (error.Failure != ExpressionFailure.Resource)
        {
            return CheckOutcome.Fail(javaScript, $"an error: {error.Reason}");
        }
    }
}

namespace TestOps.Core.Expressions;

/// <summary>An expression has no value: code <c>SUITE.EXPRESSION</c>, exit code 2.</summary>
public sealed class ExpressionException : TestOpsException
{
    /// <summary>Creates the failure of <paramref name="expression"/>: why, what happened and what to write instead.</summary>
    public ExpressionException(string expression, ExpressionFailure failure, string reason, string hint, Exception? innerException = null)
        : base("SUITE.EXPRESSION", $"expression '{Shorten(expression)}': {reason}", hint, innerException)
    {
        Expression = expression;
        Failure = failure;
        Reason = reason;
    }

    /// <summary>The expression's text.</summary>
    public string Expression { get; }

    /// <summary>Why it has no value.</summary>
    public ExpressionFailure Failure { get; }

    /// <summary>What happened, without the expression: <c>data.prompts is undefined</c>.</summary>
    public string Reason { get; }

    /// <inheritdoc />
    public override ExitCode ExitCode => ExitCode.Usage;

    private static string Shorten(string text) => text.Length <= 120 ? text : $"{text[..117]}...";
}

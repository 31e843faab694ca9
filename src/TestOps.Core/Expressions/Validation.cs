namespace TestOps.Core.Expressions;

/// <summary>Turns the failure of a compilation into the text that a suite's problem shows.</summary>
internal static class Validation
{
    /// <summary>Null where <paramref name="compile"/> succeeds, else what is wrong and what to write.</summary>
    public static string? Of(Func<object> compile)
    {
        try
        {
            compile();
            return null;
        }
        catch (TestOpsException error)
        {
            return $"{error.Message}; {error.Hint}";
        }
    }
}

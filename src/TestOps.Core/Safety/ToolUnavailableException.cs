namespace TestOps.Core.Safety;

/// <summary>A tool that the suite demands is missing, is another program, or is too old. Exit code 21.</summary>
public sealed class ToolUnavailableException : TestOpsException
{
    /// <summary>Creates the failure: the name of the tool, what happened, and what to do.</summary>
    public ToolUnavailableException(string tool, string message, string hint, Exception? innerException = null)
        : base("TOOL.UNAVAILABLE", message, hint, innerException)
    {
        Tool = tool;
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["tool"] = tool };
    }

    /// <summary>Name of the tool: <c>k6</c>.</summary>
    public string Tool { get; }
}

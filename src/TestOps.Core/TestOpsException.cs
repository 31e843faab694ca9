namespace TestOps.Core;

/// <summary>A failure of the environment (engine, tool, store, policy), never of our own code. It carries what a reader needs to act.</summary>
public class TestOpsException : Exception
{
    /// <summary>Creates the failure with its stable code (for example <c>ENGINE.UNREACHABLE</c>), what happened and what to do next.</summary>
    public TestOpsException(string code, string message, string hint, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>The stable code, shared with the war room.</summary>
    public string Code { get; }

    /// <summary>What to do next, one sentence.</summary>
    public string Hint { get; }

    /// <summary>Facts for the incident that tells of the failure, such as <c>host</c>; none by default.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>The exit code of the process that ends because of this failure; environment unless a subclass says otherwise.</summary>
    public virtual ExitCode ExitCode => ExitCode.Environment;
}

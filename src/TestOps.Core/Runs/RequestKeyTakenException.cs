namespace TestOps.Core.Runs;

/// <summary>A run with the same <see cref="RunRecord.RequestKey"/> exists: the caller repeats a request, and nothing was created. Ask for it with <see cref="IRunStore.FindByKeyAsync"/>.</summary>
public sealed class RequestKeyTakenException : InvalidOperationException
{
    /// <summary>Creates the refusal.</summary>
    public RequestKeyTakenException(string requestKey)
        : base($"A run with the request key '{requestKey}' exists already.") => RequestKey = requestKey;

    /// <summary>The key.</summary>
    public string RequestKey { get; }
}

namespace TestOps.Core.Journaling;

/// <summary>The store cannot be opened, read or written. Exit code 21.</summary>
public sealed class StoreUnavailableException : TestOpsException
{
    /// <summary>Creates the failure for a store's <paramref name="location"/>.</summary>
    public StoreUnavailableException(string location, string reason, Exception? innerException = null)
        : base("STORE.UNAVAILABLE", $"store {location} is unavailable: {reason}", "check that the folder exists, is writable and has free space, or name another with --data", innerException) => Location = location;

    /// <summary>Path or connection, without secrets.</summary>
    public string Location { get; }
}

namespace TestOps.Core.Journaling;

/// <summary>A journal holds an event that this version cannot read: written by a newer version, or damaged. Exit code 21.</summary>
public sealed class UnreadableEventException : TestOpsException
{
    /// <summary>Creates the failure for an event of <paramref name="typeName"/>.</summary>
    public UnreadableEventException(string typeName, string reason, Exception? innerException = null)
        : base(WarRoom.IncidentCodes.StoreUnavailable, $"an event of type '{typeName}' cannot be read: {reason}", "read this journal with the version of testops that wrote it", innerException) => TypeName = typeName;

    /// <summary>The type name as stored.</summary>
    public string TypeName { get; }
}

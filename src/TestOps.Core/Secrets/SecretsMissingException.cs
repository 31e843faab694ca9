using TestOps.Core.WarRoom;

namespace TestOps.Core.Secrets;

/// <summary>The suite reads environment variables that are not set. Exit code 21; all of them are named.</summary>
public sealed class SecretsMissingException(IReadOnlyList<string> names) : TestOpsException(
    IncidentCodes.EngineVariableMissing,
    $"the suite reads {(names.Count == 1 ? "an environment variable that is" : $"{names.Count} environment variables that are")} not set: {string.Join(", ", names)}",
    $"set {(names.Count == 1 ? "it" : "them")} for the process that runs testops, and try again; a variable that may be absent is read as ${{env.NAME ?? 'default'}}")
{
    /// <summary>Names of the variables, in ordinal order.</summary>
    public IReadOnlyList<string> Names => names;
}

using System.ComponentModel;

namespace TestOps.Server.Snapshots;

/// <summary>Answer of <c>/snapshots/{run_id}/verify</c>.</summary>
internal sealed record VerifyBody(
    string RunId,
    bool IsSound,
    [property: Description("The first thing that is wrong; null where nothing is")] string? Damage,
    IReadOnlyList<string> Checked,
    [property: Description("What nothing protects, or could not be checked")] IReadOnlyList<string> Unsealed,
    [property: Description("What does not agree when all is computed anew; only with deep=true")] IReadOnlyList<string> Problems);

using System.ComponentModel;

namespace TestOps.Server.Access;

/// <summary>Answer of <c>/begin</c> and <c>/end</c>.</summary>
internal sealed record LockBody([property: Description("unlocked or locked")] string Status);

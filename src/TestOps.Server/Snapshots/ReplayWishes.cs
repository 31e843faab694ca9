using System.ComponentModel;

namespace TestOps.Server.Snapshots;

/// <summary>Body of <c>/snapshots/{run_id}/replay</c>, as the OpenAPI document describes it.</summary>
internal sealed record ReplayWishes([property: Description("One session alone, from 0; for a black-box engine all before it, too")] int? Session);

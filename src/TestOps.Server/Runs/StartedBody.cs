using System.ComponentModel;

namespace TestOps.Server.Runs;

/// <summary>Answer of the calls that start a run.</summary>
internal sealed record StartedBody([property: Description("Id of the run, which the store has by now")] string RunId, [property: Description("started, for a run that was started before with the same key, too")] string Status);

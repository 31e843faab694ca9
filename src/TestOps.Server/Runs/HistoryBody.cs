using System.ComponentModel;

namespace TestOps.Server.Runs;

/// <summary>Answer of <c>/tests/history</c>.</summary>
internal sealed record HistoryBody(IReadOnlyList<HistoryRow> Runs, [property: Description("Send it as before to get older runs; null where there are none")] string? Before);

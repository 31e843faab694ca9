using System.Globalization;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Store.Sqlite;

// Appends events to a new run and prints the number of each as soon as it is acknowledged, until somebody ends this process: testops-store-probe DATA RUN_ID.
const int appenders = 8;
const int eventsMax = 100_000;

if (args is not [var dataFolder, var runIdText] || !RunId.TryParse(runIdText, out var runId))
{
    Console.Error.WriteLine("usage: TestOps.StoreProbe DATA_FOLDER RUN_ID");
    return 2;
}

// Whoever started this process holds the other end of its input: when that closes, nobody is left to end it.
var parent = Task.Run(() =>
{
    Console.In.ReadToEnd();
    Environment.Exit(3);
});

await using var store = await SqliteRunStore.OpenAsync(dataFolder, TimeProvider.System, CancellationToken.None);
var run = new RunRecord { RunId = runId, Trigger = "probe", Suite = "probe", Status = RunStatus.Pending, CreatedAt = TimeProvider.System.GetUtcNow() };
await using var journal = await store.CreateAsync(run, CancellationToken.None);
await store.UpdateAsync(run with { Status = RunStatus.Running }, journal, CancellationToken.None);
await Task.WhenAll(Enumerable.Range(0, appenders).Select(appender => Task.Run(async () =>
{
    for (var i = 0; i < eventsMax / appenders; i++)
    {
        var entry = await journal.AppendAsync(new Notice("probe", EventSeverity.Info, string.Create(CultureInfo.InvariantCulture, $"{appender}/{i}")), CancellationToken.None);

        // One write a line: what was written before the kill is in the pipe, whole.
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence} {entry.Event.Message}"));
    }
})));
await parent;
return 0;

using Spectre.Console;
using Spectre.Console.Rendering;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>The phases of a run on a terminal, redrawn while they go on; what goes wrong is written above them, once.</summary>
internal sealed class LiveView(IAnsiConsole console) : IRunView
{
    private const int BarWidth = 20;
    private const string Indent = "          ";
    private static readonly Style Faint = new(Color.Grey);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly PhaseBoard _board = new();
    private readonly LoadPanel _load = new(console);

    public Task FollowAsync(IRunStore store, RunId runId, TimeProvider time, CancellationToken cancellationToken) =>
        console.Live(new Text("")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            await using var redraw = new Heartbeat(time, RedrawInterval, () => Redraw(live, time.GetUtcNow()));
            await foreach (var entry in JournalFollower.FollowAsync(store, runId, 0, time, cancellationToken))
            {
                lock (_lock)
                {
                    _board.Apply(entry);
                    WriteTrouble(entry.Event);
                }

                if (entry.Event is RunStarted or PhaseStarted or PhaseEnded or PhaseSkipped or RunEnded)
                {
                    Redraw(live, time.GetUtcNow());
                }
            }
        });

    private void Redraw(LiveDisplayContext live, DateTimeOffset now)
    {
        lock (_lock)
        {
            live.UpdateTarget(Draw(now));
        }
    }

    private void WriteTrouble(RunEvent runEvent)
    {
        // An incident says the same as the gate or check before it, with more: only that is shown.
        if (runEvent is IncidentOpened or Notice && runEvent.Severity >= EventSeverity.Warning && runEvent.Message is { } message)
        {
            console.Write(new Paragraph(SafeText.Of(message) + "\n", runEvent.Severity == EventSeverity.Error ? Color.Red : Color.Yellow));
        }
    }

    private Rows Draw(DateTimeOffset now)
    {
        var lines = new List<IRenderable>();
        if (_board.Started is { } started)
        {
            var elapsed = (_board.EndedAt ?? now) - _board.StartedAt!.Value;
            lines.Add(new Paragraph().Append(SafeText.Of(started.Suite), new Style(decoration: Decoration.Bold)).Append($"  seed {started.Seed}  {Words.Span(elapsed < TimeSpan.Zero ? TimeSpan.Zero : elapsed)}"));
            lines.Add(new Paragraph(SafeText.Of($"  {started.Engine}"), Faint));
        }

        foreach (var row in _board.Rows)
        {
            lines.Add(Line(row, now));
            // While a load runs its own lines say more.
            if (row.Detail is { } detail && !(row is { Name: "load", State: "running" } && _board.Load.IsDrawable))
            {
                lines.Add(new Paragraph(Indent + SafeText.Of(detail), row.State == "running" ? Style.Plain : Faint));
            }

            if (row.Name == "load")
            {
                lines.AddRange(_load.Draw(_board.Load, hasEnded: row.State != "running"));
            }
        }

        return new Rows(lines);
    }

    private Paragraph Line(PhaseRow row, DateTimeOffset now)
    {
        var line = new Paragraph().Append($"  {row.Name,-7} ");
        var filled = (int)((row.Share ?? 0) * BarWidth);
        var isUnicode = console.Profile.Capabilities.Unicode;
        line.Append(new string(isUnicode ? '\u2501' : '#', filled), StyleOf(row.State));
        line.Append(new string(isUnicode ? '\u2500' : '-', BarWidth - filled), Faint);
        line.Append($"  {Text(row, now)}", row.State is "failed" or "cancelled" ? StyleOf(row.State) : Style.Plain);
        return line;
    }

    private static string Text(PhaseRow row, DateTimeOffset now)
    {
        var took = row.Elapsed(now) is { } elapsed ? $"  {Words.Span(elapsed)}" : "";
        return row.State switch
        {
            "running" => $"{row.Done}{(row.Rate is { } rate ? $", {Words.Figure(rate)}/s" : "")}{took}{(row.Eta(now) is { } eta ? $", ETA {Words.Span(eta)}" : "")}",
            "completed" => $"done  {row.Done}{took}",
            _ => $"{row.State}{took}",
        };
    }

    private static Style StyleOf(string state) => new(state switch { "completed" => Color.Green, "failed" => Color.Red, "cancelled" => Color.Yellow, _ => Color.Blue });
}

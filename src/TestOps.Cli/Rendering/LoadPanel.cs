using Spectre.Console;
using Spectre.Console.Rendering;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Rendering;

/// <summary>A load on a terminal while it runs: its course, its users, its latencies since the start, its errors and how its thresholds stand.</summary>
internal sealed class LoadPanel(IAnsiConsole console)
{
    private const string Indent = "          ";
    private const int StandingsMax = 8;
    private static readonly Style Faint = new(Color.Grey);
    private static readonly Style Course = new(Color.Blue);

    private bool IsUnicode => console.Profile.Capabilities.Unicode;

    /// <summary>The lines; those that only a load under way has are left out once it <paramref name="hasEnded"/>: the report says what came of it.</summary>
    public IEnumerable<IRenderable> Draw(LoadSeries load, bool hasEnded)
    {
        if (!load.IsDrawable)
        {
            yield break;
        }

        yield return CourseOf(load);
        if (hasEnded)
        {
            yield break;
        }

        yield return Latencies(load);
        foreach (var standing in load.Thresholds.OrderBy(static standing => standing.Holds switch { false => 0, null => 1, true => 2 }).Take(StandingsMax))
        {
            yield return Standing(standing);
        }

        if (load.Thresholds.Count > StandingsMax)
        {
            yield return new Paragraph($"{Indent}and {load.Thresholds.Count - StandingsMax} more thresholds", Faint);
        }
    }

    private Paragraph CourseOf(LoadSeries load)
    {
        var width = Math.Clamp((console.Profile.Width - 50) / 2, 5, 30);
        return new Paragraph()
            .Append($"{Indent}requests ", Faint).Append(Sparkline.Of(load.Requests, width, IsUnicode), Course).Append($" {Words.Figure(load.Requests[^1])}/s")
            .Append("   p95 ", Faint).Append(Sparkline.Of(load.P95Ms, width, IsUnicode), Course).Append($" {Words.Figure(load.P95Ms[^1])} ms");
    }

    private static Paragraph Latencies(LoadSeries load)
    {
        var line = new Paragraph().Append(Indent + Words.Number(load.Vus)).Append(" VUs", Faint);
        foreach (var percentile in (double[])[50, 95, 99])
        {
            line.Append($"   p{percentile} ", Faint).Append(load.PercentileMs(percentile) is { } ms ? $"{Words.Figure(ms)} ms" : "-");
        }

        var share = load.Total == 0 ? "" : $" ({Words.Share((double)load.Failed / load.Total)})";
        line.Append("   errors ", Faint).Append($"{Words.Number(load.Failed)}{share}", load.Failed > 0 ? new Style(Color.Red) : Style.Plain);
        return load.Dropped == 0 ? line : line.Append("   dropped ", Faint).Append(Words.Number(load.Dropped), new Style(Color.Yellow));
    }

    // The word stands beside the sign: without colour and without Unicode it still says the same.
    private Paragraph Standing(ThresholdStanding standing)
    {
        var (sign, plain, word, color) = standing.Holds switch
        {
            true => ("\u2713", "+", "holds  ", Color.Green),
            false => ("\u2717", "x", "crossed", Color.Red),
            null => ("\u00b7", ".", "no data", Color.Yellow),
        };
        var value = standing.Value is { } seen ? $"   {Words.Figure(seen)}" : "";
        var expression = SafeText.Of($" {standing.Expression}");
        var metric = Clip(SafeText.Of(standing.Metric), console.Profile.Width - Indent.Length - 12 - value.Length - expression.Length);
        return new Paragraph().Append($"{Indent}{(IsUnicode ? sign : plain)} {word}", new Style(color)).Append($"  {metric}{expression}").Append(value, Faint);
    }

    private static string Clip(string text, int room) => text.Length <= room || room < 4 ? text : $"{text[..(room - 3)]}...";
}

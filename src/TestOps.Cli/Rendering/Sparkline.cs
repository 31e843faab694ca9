namespace TestOps.Cli.Rendering;

/// <summary>A row of numbers as a row of bars, from zero to the largest.</summary>
internal static class Sparkline
{
    private const string Bars = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private const string PlainBars = "_.:-=+*#";

    /// <summary>One bar for each of the last <paramref name="width"/> values; the lowest bar is zero, or next to it.</summary>
    public static string Of(IReadOnlyList<double> values, int width, bool isUnicode)
    {
        var bars = isUnicode ? Bars : PlainBars;
        var first = Math.Max(0, values.Count - width);
        var largest = 0.0;
        for (var i = first; i < values.Count; i++)
        {
            largest = Math.Max(largest, values[i]);
        }

        return string.Create(values.Count - first, (values, first, largest, bars), static (row, state) =>
        {
            for (var i = 0; i < row.Length; i++)
            {
                var share = state.largest > 0 ? state.values[state.first + i] / state.largest : 0;
                row[i] = state.bars[Math.Clamp((int)Math.Round(share * (state.bars.Length - 1)), 0, state.bars.Length - 1)];
            }
        });
    }
}

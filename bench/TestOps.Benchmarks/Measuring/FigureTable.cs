namespace TestOps.Benchmarks.Measuring;

/// <summary>Prints figures as a Markdown table, ready for bench/README.md.</summary>
internal static class FigureTable
{
    public static void Print(IReadOnlyList<Figure> figures)
    {
        string[] header = ["figure", "aim", "measured (wall)", "CPU per unit", "allocated per unit", "estimate from CPU time", "load"];
        var rows = figures.Select(figure => new[] { figure.Name, figure.Aim, figure.Value, figure.Cpu, figure.Allocated, figure.OwnCores, figure.Load }).Prepend(header).ToList();
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width))]);
        foreach (var row in rows)
        {
            Console.WriteLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
        }
    }
}

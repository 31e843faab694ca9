namespace TestOps.Cli.Rendering;

/// <summary>An aligned table. Where it is wider than the screen, columns give way so that as few rows as possible must wrap.</summary>
internal sealed class TextTable
{
    private const int Gap = 2;

    private readonly string[] _header;
    private readonly (int Column, int Least)[] _wrapping;
    private readonly int[] _numbers;
    private readonly List<(string Text, Tone Tone)[]> _rows = [];

    /// <summary>Creates a table; <paramref name="wrapping"/> are the columns that may give way, with the least width of each, <paramref name="numbers"/> those aligned right.</summary>
    public TextTable(string[] header, (int Column, int Least)[]? wrapping = null, int[]? numbers = null)
    {
        _header = header;
        _wrapping = wrapping ?? [];
        _numbers = numbers ?? [];
    }

    public void Add(params (string Text, Tone Tone)[] row) => _rows.Add([.. row.Select(cell => (SafeText.Of(cell.Text), cell.Tone))]);

    public void Write(Screen screen, int indent = 2)
    {
        var widths = Widths(screen.Width - indent);
        WriteRow(screen, indent, widths, [.. _header.Select(name => (name, Tone.Faint))]);
        foreach (var row in _rows)
        {
            WriteRow(screen, indent, widths, row);
        }
    }

    private int[] Widths(int available)
    {
        var widths = _header.Select((name, column) => Math.Max(name.Length, _rows.Count == 0 ? 0 : _rows.Max(row => row[column].Text.Length))).ToArray();
        available -= Gap * (widths.Length - 1);
        var pieces = widths.Select((_, column) => _rows.Count == 0 ? 0 : _rows.Max(row => Wrapping.LongestPiece(row[column].Text))).ToArray();
        while (widths.Sum() > available && Narrowest(widths, pieces) is { } column)
        {
            widths[column]--;
        }

        return widths;
    }

    /// <summary>The column that can best give way by one: where no word breaks, then where the fewest rows must wrap, and among those the widest. Null where all are at their least.</summary>
    private int? Narrowest(int[] widths, int[] pieces)
    {
        var able = _wrapping.Where(wrapping => widths[wrapping.Column] > wrapping.Least).Select(wrapping => wrapping.Column).ToList();
        return able.Count == 0 ? null : able.OrderBy(column => widths[column] <= pieces[column]).ThenBy(column => _rows.Count(row => row[column].Text.Length >= widths[column])).ThenByDescending(column => widths[column]).First();
    }

    private void WriteRow(Screen screen, int indent, int[] widths, (string Text, Tone Tone)[] row)
    {
        var cells = row.Select((cell, column) => Wrapping.Lines(cell.Text, widths[column]).ToArray()).ToArray();
        for (var line = 0; line < cells.Max(cell => cell.Length); line++)
        {
            var last = Array.FindLastIndex(cells, cell => line < cell.Length && cell[line].Length > 0);
            screen.Out.Write(new string(' ', indent));
            for (var column = 0; column <= last; column++)
            {
                var text = line < cells[column].Length ? cells[column][line] : "";
                var padding = new string(' ', widths[column] - text.Length);
                var painted = screen.Paint(text, row[column].Tone);
                screen.Out.Write(_numbers.Contains(column) ? padding + painted : column == last ? painted : painted + padding);
                screen.Out.Write(column == last ? "" : new string(' ', Gap));
            }

            screen.Out.Write("\n");
        }
    }
}

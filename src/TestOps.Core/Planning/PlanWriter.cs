using System.Text;

namespace TestOps.Core.Planning;

/// <summary>Titles, fields and tables, aligned.</summary>
internal sealed class PlanWriter
{
    private const int FieldWidth = 14;
    private readonly StringBuilder _text = new();

    public void Title(string title)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(title).Append('\n');
    }

    public void Field(string name, string value) => Line($"{name.PadRight(FieldWidth)}{value}");

    /// <summary>One line for each value, the name on the first only.</summary>
    public void Fields(string name, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            Field(index == 0 ? name : "", value);
        }
    }

    /// <summary>A table; nothing where there are no rows. The columns <paramref name="numbers"/> are aligned right.</summary>
    public void Table(string[] header, IEnumerable<string[]> rows, params int[] numbers)
    {
        var lines = rows.Prepend(header).ToList();
        if (lines.Count == 1)
        {
            return;
        }

        var widths = header.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            Line(string.Join("  ", line.Select((cell, column) => numbers.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))));
        }
    }

    public override string ToString() => _text.ToString();

    private void Line(string line) => _text.Append("  ").Append(line.TrimEnd()).Append('\n');
}

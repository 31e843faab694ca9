using System.Text;

namespace TestOps.Load.Export;

/// <summary>Lines of a script, indented by two.</summary>
internal sealed class ScriptLines
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Add(string line = "")
    {
        _text.Append(line.Length == 0 ? "" : new string(' ', _depth * 2)).Append(line).Append('\n');
    }

    /// <summary>Adds a line one level deeper.</summary>
    public void Indented(string line) => Add("  " + line);

    /// <summary>Adds a line that opens a block, its <paramref name="content"/>, and the line that closes it.</summary>
    public void Block(string open, string close, Action content)
    {
        Add(open);
        _depth++;
        content();
        _depth--;
        Add(close);
    }

    public override string ToString() => _text.ToString();
}

using System.Text;

namespace TestOps.Cli.Tests.Rendering;

/// <summary>An output that fails: always, or once, at a text.</summary>
internal sealed class BrokenWriter : TextWriter
{
    private readonly StringBuilder _text = new();
    private bool _hasBroken;

    /// <summary>The text at which it breaks once; null breaks every write.</summary>
    public string? Breaks { get; init; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (Breaks is null || (!_hasBroken && value!.Contains(Breaks, StringComparison.Ordinal)))
        {
            _hasBroken = true;
            throw new IOException("the pipe is gone");
        }

        _text.Append(value);
    }

    public override string ToString() => _text.ToString();
}

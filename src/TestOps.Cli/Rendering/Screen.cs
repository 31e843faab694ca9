using System.Globalization;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Rendering;

/// <summary>Where text for people goes, and what that place can show: width, colour, redrawing.</summary>
internal sealed class Screen
{
    /// <summary>Width where nobody says another.</summary>
    public const int DefaultWidth = 80;

    private const int WidthMin = 40;
    private const int WidthMax = 160;

    public Screen(TextWriter output, int width, bool hasColor, bool isLive)
    {
        Out = output;
        Width = Math.Clamp(width, WidthMin, WidthMax);
        HasColor = hasColor;
        IsLive = isLive;
    }

    public TextWriter Out { get; }

    /// <summary>Columns that a line may take.</summary>
    public int Width { get; }

    /// <summary>Whether colours are wanted: a terminal, and neither NO_COLOR nor TERM=dumb.</summary>
    public bool HasColor { get; }

    /// <summary>Whether lines may be redrawn.</summary>
    public bool IsLive { get; }

    public static Screen Of(CliHost host)
    {
        var isTerminal = host.IsInteractive && host.Environment("TERM") != "dumb";
        var width = int.TryParse(host.Environment("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : host.Width;
        return new Screen(host.Out, width, isTerminal && string.IsNullOrEmpty(host.Environment("NO_COLOR")), isTerminal);
    }

    /// <summary>A line without tone.</summary>
    public void Line(string text = "") => Out.Write(SafeText.Of(text) + "\n");

    /// <summary>A line of pieces, each with its tone.</summary>
    public void Line(params ReadOnlySpan<(string Text, Tone Tone)> pieces)
    {
        foreach (var (text, tone) in pieces)
        {
            Out.Write(Paint(SafeText.Of(text), tone));
        }

        Out.Write("\n");
    }

    /// <summary>A paragraph under a name: the text starts at column <paramref name="indent"/> and is wrapped there.</summary>
    public void Field(string name, string text, int indent, Tone tone = Tone.Plain)
    {
        foreach (var (index, line) in Wrapping.Lines(SafeText.Of(text), Width - indent).Index())
        {
            var head = index == 0 ? name : "";
            Out.Write(Paint(head, Tone.Faint) + new string(' ', indent - head.Length) + Paint(line, tone) + "\n");
        }
    }

    /// <summary>The text with its tone, where this screen has colours.</summary>
    public string Paint(string text, Tone tone)
    {
        var code = tone switch
        {
            Tone.Good => "32",
            Tone.Warn => "33",
            Tone.Bad => "1;31",
            Tone.Faint => "2",
            Tone.Strong => "1",
            _ => null,
        };
        return code is null || !HasColor || text.Length == 0 ? text : $"\e[{code}m{text}\e[0m";
    }
}

using System.Globalization;
using System.Text;

namespace TestOps.Core.Suites;

/// <summary>Writes masks as the suite's own YAML: printable ASCII, one line a mask, ready to be pasted under <c>replay</c>.</summary>
public static class MaskYaml
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>The lines: <c>masks:</c>, then one list item for each mask.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<MaskSpec> masks) => ["masks:", .. masks.Select(mask => $"  - {Item(mask)}")];

    private static string Item(MaskSpec mask)
    {
        var item = new StringBuilder("{ ");
        item.Append(mask.Step is not null ? "step: " : "call: ").Append(Text(mask.Step ?? mask.Call!));
        item.Append(", at: ").Append(Text(mask.At)).Append(", kind: ").Append(mask.Kind.ToString().ToLowerInvariant());
        if (mask.Kind == MaskKind.Tolerance)
        {
            string[] parts = [.. Bound("abs", mask.Abs), .. Bound("rel", mask.Rel)];
            item.Append(", tolerance: { ").AppendJoin(", ", parts).Append(" }");
        }

        else if (mask.Kind == MaskKind.Time && mask.Within != TimeSpan.FromSeconds(10))
        {
            item.Append(", time: { within: ").Append(DurationText.Format(mask.Within)).Append(" }");
        }
        else if (mask is { Kind: MaskKind.Set, Key: { } key })
        {
            item.Append(", set: { key: ").Append(Text(key)).Append(" }");
        }
        else if (mask is { Kind: MaskKind.Opaque, Expires: { } day })
        {
            item.Append(CultureInfo.InvariantCulture, $", opaque: {{ expires: {day:yyyy-MM-dd} }}");
        }

        return item.Append(", reason: ").Append(Quoted(mask.Reason)).Append(" }").ToString();
    }

    private static string[] Bound(string name, decimal value) => value == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name}: {value}")];

    /// <summary>A text, quoted only where YAML would read it as something else.</summary>
    private static string Text(string text)
    {
        var isPlain = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '/')
            && text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./*".Contains(c)) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase);
        return isPlain ? text : Quoted(text);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                >= ' ' and <= '~' => quoted.Append((char)rune.Value),
                > 0xFFFF => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}

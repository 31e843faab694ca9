using System.Globalization;
using System.Text;

namespace TestOps.Cli.Rendering;

/// <summary>Text of suites and engines, made safe for a terminal: an answer must never move the cursor, change colours or start a line of its own.</summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        if (!text.Any(NeedsCare))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\u2026' => safe.Append("..."),
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ when NeedsCare(c) => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }

    // Control characters, and format characters such as the ones that turn the direction of writing.
    private static bool NeedsCare(char c) => char.IsControl(c) || c == '\u2026' || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

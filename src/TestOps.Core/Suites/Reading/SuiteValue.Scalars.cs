using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <content>Scalars.</content>
internal sealed partial class SuiteValue
{
    private const int TextLengthMax = 100_000;

    /// <summary>Text; a plain number, boolean or null has to be quoted.</summary>
    public string Text(int lengthMax = TextLengthMax)
    {
        if (node is not ScalarNode scalar || CoreSchema.KindOf(scalar) != ScalarKind.Text)
        {
            MustBe("text", node is ScalarNode && !IsNull ? "put it in quotes" : "write text");
            return "";
        }

        return Limited(scalar.Text, lengthMax);
    }

    /// <summary>Any scalar but null, as its text: header values, query parameters, variables.</summary>
    public string ScalarText()
    {
        if (node is not ScalarNode scalar || IsNull)
        {
            MustBe("text, a number or a boolean", "write a single value");
            return "";
        }

        return Limited(scalar.Text, TextLengthMax);
    }

    /// <summary>Letters, digits, <c>-</c> and <c>_</c>, at most 64.</summary>
    public string Name()
    {
        var name = Text(64);
        if (name.Length > 0 && !NamePattern().IsMatch(name))
        {
            MustBe("letters, digits, - and _", $"write {Nameable(name)}");
        }

        return name;
    }

    public bool Flag()
    {
        if (node is not ScalarNode scalar || CoreSchema.KindOf(scalar) != ScalarKind.Boolean)
        {
            MustBe("true or false", "write true or false, without quotes");
            return false;
        }

        return CoreSchema.BooleanOf(scalar);
    }

    public int Whole(int min, int max) => (int)Whole((BigInteger)min, max);

    public long Whole(long min, long max) => (long)Whole((BigInteger)min, max);

    public ulong Whole(ulong min, ulong max) => (ulong)Whole((BigInteger)min, max);

    /// <summary>A finite number within the bounds.</summary>
    public decimal Number(decimal min, decimal max)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");
        if (node is not ScalarNode scalar || CoreSchema.KindOf(scalar) is not (ScalarKind.Whole or ScalarKind.Decimal))
        {
            MustBe(range, IsText ? "write a plain number, without quotes" : "write a number");
            return min;
        }

        if (CoreSchema.JsonNumberOf(scalar) is not { } text || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || number < min || number > max)
        {
            MustBe(range, "write a number within the limits");
            return min;
        }

        return number;
    }

    public TimeSpan Duration(TimeSpan min, TimeSpan max)
    {
        var range = $"a duration from {DurationText.Format(min)} to {DurationText.Format(max)}";
        if (node is not ScalarNode scalar || CoreSchema.KindOf(scalar) is not (ScalarKind.Text or ScalarKind.Whole))
        {
            MustBe(range, "write a duration such as 500ms, 2s, 1m30s or 1h");
            return min;
        }

        if (!DurationText.TryParse(scalar.Text, out var duration, out var problem))
        {
            var hint = CoreSchema.KindOf(scalar) == ScalarKind.Whole ? $"add a unit: {Seen}ms, {Seen}s, {Seen}m or {Seen}h" : "write a duration such as 500ms, 2s, 1m30s or 1h";
            Problem($"must be {range}, was {Seen}: {problem}", hint);
            return min;
        }

        if (duration < min || duration > max)
        {
            MustBe(range, duration < min ? $"write {DurationText.Format(min)} or more" : $"write {DurationText.Format(max)} or less");
            return min;
        }

        return duration;
    }

    public long SizeBytes(long min, long max)
    {
        if (node is ScalarNode scalar && SizeText.TryParse(scalar.Text, out var bytes) && bytes >= min && bytes <= max)
        {
            return bytes;
        }

        MustBe($"a size from {SizeText.Format(min)} to {SizeText.Format(max)}", "write bytes, or a number with KiB, MiB or GiB, such as 16MiB");
        return min;
    }

    /// <summary>A day, as YYYY-MM-DD.</summary>
    public DateOnly? Date()
    {
        if (node is ScalarNode scalar && DateOnly.TryParseExact(scalar.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        MustBe("a day such as 2027-01-15", "write YYYY-MM-DD");
        return null;
    }

    /// <summary>One of the <paramref name="built"/> words, or empty with a problem; a word of <paramref name="reserved"/> is not built yet.</summary>
    public string Choice(IReadOnlyList<string> built, IReadOnlyList<string> reserved)
    {
        var word = node is ScalarNode scalar && !IsNull ? scalar.Text : "";
        if (built.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        var listed = string.Join(", ", built);
        if (reserved.Contains(word, StringComparer.Ordinal))
        {
            NotBuilt($"'{word}'", built.Count == 1 ? $"write {listed}" : $"write one of {listed}");
        }
        else
        {
            var nearest = Nearest.To(word, [.. built]);
            MustBe(built.Count == 1 ? listed : $"one of {listed}", nearest is null ? $"write {built[0]}{(built.Count > 1 ? " or another of them" : "")}" : $"did you mean '{nearest}'?");
        }

        return "";
    }

    private BigInteger Whole(BigInteger min, BigInteger max)
    {
        var limits = min == max ? "" : string.Create(CultureInfo.InvariantCulture, $" to {max}");
        var range = min == max ? string.Create(CultureInfo.InvariantCulture, $"{min}") : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min}{limits}");
        if (node is not ScalarNode scalar || CoreSchema.KindOf(scalar) != ScalarKind.Whole)
        {
            MustBe(range, IsText ? "write a plain whole number, without quotes" : "write a whole number");
            return min;
        }

        if (CoreSchema.WholeOf(scalar) is not { } value || value < min || value > max)
        {
            MustBe(range, string.Create(CultureInfo.InvariantCulture, $"write {min}{limits}"));
            return min;
        }

        return value;
    }

    private string Limited(string text, int lengthMax)
    {
        if (text.Length > lengthMax)
        {
            Problem($"must have at most {lengthMax} characters, has {text.Length}", "shorten it");
        }
        else if (text.Trim().Length == 0)
        {
            MustBe("text that is not blank", "write text, or leave the key out");
        }

        return text;
    }

    private static string Nameable(string name)
    {
        var mended = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-');
        return mended.Length == 0 ? "a name such as ask" : mended;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}

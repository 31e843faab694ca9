using System.Text;
using CsCheck;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

/// <summary>Random JSON: from small alphabets, so that two draws are often equal or nearly so, and of every shape.</summary>
internal static class JsonGen
{
    /// <summary>Small canonical values over the keys a, b and c.</summary>
    public static Gen<string> Small { get; } = Build(
        Gen.OneOf("0", "1", "2", "\"a\"", "\"b\"", "true", "false", "null", "[]", "{}"), Gen.OneOf("a", "b", "c"), 2, 3).Select(Canonical);

    /// <summary>JSON with any text, any number form and white space; it need not be canonical, but keys are unique.</summary>
    public static Gen<string> Any { get; } = Build(
        Gen.OneOf(Number, Text.Select(Quote), Gen.OneOf("true", "false", "null")), Text, 3, 4);

    /// <summary>Numbers in every notation, most of them beyond a double's digits now and then.</summary>
    public static Gen<string> Number =>
        Gen.Select(Gen.Bool, Gen.OneOf(Gen.ULong[0, 1000], Gen.ULong), Gen.OneOf(Gen.Const(""), Gen.ULong.Select(fraction => $".{fraction:00}")), Exponent)
            .Select((isNegative, whole, fraction, exponent) => $"{(isNegative ? "-" : "")}{whole}{fraction}{exponent}");

    private static Gen<string> Exponent => Gen.OneOf(
        Gen.Const(""), Gen.Select(Gen.OneOf("e", "E"), Gen.OneOf("", "+", "-"), Gen.Int[0, 30]).Select((e, sign, digits) => $"{e}{sign}{digits}"));

    /// <summary>Texts with escapes, controls, both sides of the surrogates, never a lone one.</summary>
    private static Gen<string> Text => Gen.OneOf("", "a", "b", "\"", "\\", "/", "\n", "\u0001", "\u007f", "é", "€", "\uE000", "\uFB33", "😀", "𐀀", "~", "\u2028").Array[0, 3].Select(string.Concat);

    public static string Canonical(string json)
    {
        CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(json), out var canonical, out var problem).Should().BeTrue($"{problem}: {json}");
        return Encoding.UTF8.GetString(canonical.Span);
    }

    /// <summary>Quotes with every other character escaped, so that the text is seldom canonical.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] < 0x20 || text[i] is '"' or '\\' || (i % 2 == 0 && !char.IsSurrogate(text[i]));
            _ = isEscaped ? quoted.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}") : quoted.Append(text[i]);
        }

        return quoted.Append('"').ToString();
    }

    private static Gen<string> Build(Gen<string> scalar, Gen<string> key, int depth, int width)
    {
        var value = scalar;
        for (var i = 0; i < depth; i++)
        {
            var inner = value;
            var array = inner.Array[0, width].Select(items => "[" + string.Join(", ", items) + "]");
            var member = Gen.Select(key, inner);
            var map = member.Array[0, width].Select(members =>
                "{ " + string.Join(',', members.DistinctBy(pair => pair.Item1, StringComparer.Ordinal).Select(pair => $"{Quote(pair.Item1)} :{pair.Item2}")) + "}");
            value = Gen.Frequency((2, scalar), (2, array), (3, map));
        }

        return value;
    }
}

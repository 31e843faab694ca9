using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace TestOps.Core.Determinism;

/// <summary>A place in a JSON document (RFC 6901).</summary>
public sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _tokens;

    private JsonPointer(string text, string[] tokens)
    {
        _text = text;
        _tokens = tokens;
    }

    /// <summary>The whole document.</summary>
    public static JsonPointer Root { get; } = new("", []);

    /// <summary>The unescaped reference tokens; none for the whole document.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>Reads a pointer; false with the problem in words where the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPointer? pointer, [NotNullWhen(false)] out string? problem)
    {
        pointer = null;
        problem = null;
        if (text.Length == 0)
        {
            pointer = Root;
            return true;
        }

        if (text[0] != '/')
        {
            problem = $"a JSON Pointer is empty or starts with '/', but was '{text}'";
            return false;
        }

        for (var tilde = text.IndexOf('~', StringComparison.Ordinal); tilde >= 0; tilde = text.IndexOf('~', tilde + 1))
        {
            if (tilde + 1 == text.Length || text[tilde + 1] is not ('0' or '1'))
            {
                problem = $"in a JSON Pointer '~' is written ~0 and '/' within a name ~1, but '{text}' has another '~' at index {tilde}";
                return false;
            }
        }

        var tokens = text[1..].Split('/');
        for (var i = 0; i < tokens.Length; i++)
        {
            // ~1 first: otherwise ~01 would become '/' (RFC 6901, section 4).
            tokens[i] = tokens[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        pointer = new JsonPointer(text, tokens);
        return true;
    }

    /// <summary>The array index that <paramref name="token"/> names: digits without leading zeros, below 2^31; false for anything else.</summary>
    public static bool TryReadIndex(string token, out int index)
    {
        index = -1;
        var isIndex = token.Length > 0 && (token.Length == 1 || token[0] != '0') && token.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        return isIndex && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    /// <summary>Finds the value; false where the document has nothing at this place.</summary>
    public bool TryEvaluate(JsonElement root, out JsonElement value)
    {
        value = root;
        foreach (var token in _tokens)
        {
            var isThere = value.ValueKind switch
            {
                JsonValueKind.Object => value.TryGetProperty(token, out value),
                JsonValueKind.Array => TryGetItem(token, ref value),
                _ => false,
            };
            if (!isThere)
            {
                value = default;
                return false;
            }
        }

        return true;
    }

    /// <summary>The escaped text.</summary>
    public override string ToString() => _text;

    private static bool TryGetItem(string token, ref JsonElement value)
    {
        if (!TryReadIndex(token, out var index) || index >= value.GetArrayLength())
        {
            return false;
        }

        value = value[index];
        return true;
    }
}

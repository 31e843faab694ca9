using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;

namespace TestOps.Load.Export;

/// <summary>Writes values and templates as JavaScript.</summary>
internal static class JsText
{
    /// <summary>A string literal.</summary>
    public static string Of(string text) => $"'{Escape(text).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>A list of string literals.</summary>
    public static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Of))}]";

    /// <summary>A key of an object literal.</summary>
    public static string Key(string name) => IsIdentifier(name) ? name : Of(name);

    /// <summary>A JSON value as a literal.</summary>
    public static string Of(JsonNode? node) => Of(node, static text => Of(text), static number => number.ToJsonString());

    /// <summary>A JSON value whose strings are templates: one that is a single expression keeps the type of its value.</summary>
    public static string OfTemplates(JsonNode? node) =>
        Of(node, static text => Template.Compile(text).Pieces is [(var whole, true)] ? $"value({Argument(whole)})" : Of(Template.Compile(text)), Exact);

    /// <summary>A template as an expression of its text.</summary>
    public static string Of(Template template)
    {
        switch (template.Pieces)
        {
            case [(var constant, false)]:
                return Of(constant);
            case [(var whole, true)]:
                return $"text({Argument(whole)})";
            default:
                var literal = new StringBuilder("`");
                foreach (var (text, isExpression) in template.Pieces)
                {
                    literal.Append(isExpression
                        ? $"${{text({Argument(text)})}}"
                        : Escape(text).Replace("`", "\\`", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal));
                }

                return literal.Append('`').ToString();
        }
    }

    /// <summary>A template text as an expression.</summary>
    public static string OfTemplate(string text) => Of(Template.Compile(text));

    /// <summary>An object literal of templates.</summary>
    public static string OfTemplates(IEnumerable<KeyValuePair<string, string>> texts) => !texts.Any() ? "{}" : $"{{ {string.Join(", ", texts.Select(static text => $"{Key(text.Key)}: {OfTemplate(text.Value)}"))} }}";

    /// <summary>An expression of a suite where one argument is wanted: a comment in it must not swallow what follows, nor a comma part it.</summary>
    public static string Argument(string expression)
    {
        var closed = expression.Contains("//", StringComparison.Ordinal) ? expression + "\n" : expression;
        return HasComma(expression) ? $"({closed})" : closed;
    }

    /// <summary>A name that an export may have: of letters, digits and <c>_</c>, and no word of the language.</summary>
    public static string Identifier(string name) => $"run_{string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}";

    /// <summary>A number.</summary>
    public static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // A double would change what is sent.
    private static string Exact(JsonNode number)
    {
        var sent = Encoding.UTF8.GetString(CanonicalJson.Serialize(number));
        var kept = Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Create(double.Parse(sent, NumberStyles.Float, CultureInfo.InvariantCulture))));
        return sent == kept ? number.ToJsonString() : $"exact({Of(sent)})";
    }

    private static string Of(JsonNode? node, Func<string, string> text, Func<JsonNode, string> number) => node switch
    {
        null => "null",
        JsonObject { Count: 0 } => "{}",
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => $"{Member(member.Key)}: {Of(member.Value, text, number)}"))} }}",
        JsonArray items => $"[{string.Join(", ", items.Select(item => Of(item, text, number)))}]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => text(value.GetValue<string>()),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => number(value),
        _ => node.ToJsonString(),
    };

    // In a literal, __proto__ would set the prototype.
    private static string Member(string name) => name == "__proto__" ? "['__proto__']" : Key(name);

    private static bool HasComma(string expression)
    {
        var depth = 0;
        foreach (var character in expression)
        {
            depth += character is '(' or '[' or '{' ? 1 : character is ')' or ']' or '}' ? -1 : 0;
            if (character == ',' && depth == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name != "__proto__" && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            escaped.Append(character switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\u2028' or '\u2029' or (>= '\ud800' and <= '\udfff') => FormattableString.Invariant($"\\u{(int)character:x4}"),
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }
}

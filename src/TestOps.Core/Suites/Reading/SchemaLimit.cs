using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>What the words of a limit, <c>1 to 200 parts</c> or <c>at most 200 characters</c>, are as keywords of JSON Schema.</summary>
internal static partial class SchemaLimit
{
    /// <summary>Bounds of a number. A metric's may be a duration, too.</summary>
    public static JsonObject Range(SuiteKey key, JsonObject schema)
    {
        if (key.Limit.Contains("a duration", StringComparison.Ordinal))
        {
            return new JsonObject { ["anyOf"] = new JsonArray(schema, ValueSchema.Reference(ValueSchema.Duration)) };
        }

        return NumberOf(key.Limit) is { } only ? new JsonObject { ["enum"] = new JsonArray(only) } : Bounded(key, schema, "", "minimum", "maximum");
    }

    public static JsonObject Length(SuiteKey key, JsonObject schema) => Bounded(key, schema, "characters", "minLength", "maxLength");

    public static JsonObject Items(SuiteKey key, JsonObject schema) => Bounded(key, schema, null, "minItems", "maxItems");

    public static JsonObject Entries(SuiteKey key, JsonObject schema) => Bounded(key, schema, null, "minProperties", "maxProperties");

    /// <summary>The number that a text is, digits kept; null where it is none.</summary>
    public static JsonNode? NumberOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null;

    private static JsonObject Bounded(SuiteKey key, JsonObject schema, string? unit, string least, string most)
    {
        var limit = Limit().Match(key.Limit);
        if (limit.Success && (unit is null || limit.Groups["unit"].Value == unit))
        {
            if (limit.Groups["min"].Success)
            {
                schema[least] = NumberOf(limit.Groups["min"].Value);
            }

            schema[most] = NumberOf(limit.Groups["max"].Value);
        }

        return schema;
    }

    [GeneratedRegex(@"(^|[;,] )((?<min>-?[0-9.]+) to |at most )(?<max>[0-9]+)( (?<unit>[a-z]+))?(?=$|[;,])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Limit();
}

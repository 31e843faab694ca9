using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestOps.Core.Expectations;

/// <summary>
/// Refuses what NJsonSchema would silently ignore, because a check that cannot fail is worse than none, and spells the rest as it understands it:
/// <c>const</c> as <c>enum</c>, <c>true</c> and <c>false</c> as schemas.
/// </summary>
internal sealed class SchemaRewriter(string check)
{
    private static readonly string[] s_plain =
    [
        "$comment", "$id", "$schema", "default", "description", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maxProperties", "maximum",
        "minItems", "minLength", "minProperties", "minimum", "multipleOf", "readOnly", "required", "title", "uniqueItems", "writeOnly",
    ];

    private static readonly string[] s_types = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] s_formats = ["date", "date-time", "email", "hostname", "ipv4", "ipv6", "time", "uri", "uuid"];

    /// <summary>The schema as NJsonSchema understands it.</summary>
    /// <exception cref="InvalidCheckException">A keyword, type or format would be ignored, a pattern is invalid, or a reference leaves the schema.</exception>
    public JsonNode Rewrite(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonValue value when value.GetValueKind() == JsonValueKind.True:
                return new JsonObject();
            case JsonValue value when value.GetValueKind() == JsonValueKind.False:
                return new JsonObject { ["not"] = new JsonObject() };
            case JsonObject keywords:
                return RewriteKeywords(keywords);
            default:
                throw Refused($"a schema is an object, true or false, was {schema?.ToJsonString() ?? "null"}", "write a JSON Schema, such as { type: object, required: [model] }");
        }
    }

    private JsonObject RewriteKeywords(JsonObject keywords)
    {
        var result = new JsonObject();
        foreach (var (keyword, value) in keywords)
        {
            if (keyword != "const")
            {
                result[keyword] = RewriteKeyword(keyword, value);
            }
            else if (!keywords.ContainsKey("enum"))
            {
                result["enum"] = new JsonArray(value?.DeepClone());
            }
            else
            {
                throw Refused("the schema has const beside enum", "leave one of them out");
            }
        }

        return result;
    }

    private JsonNode? RewriteKeyword(string keyword, JsonNode? value)
    {
        switch (keyword)
        {
            case "type":
                RefuseUnknown(keyword, value, s_types);
                return value?.DeepClone();
            case "format":
                RefuseUnknown(keyword, value, s_formats);
                return value?.DeepClone();
            case "pattern":
                RefuseBadPattern(value?.ToString() ?? "");
                return value?.DeepClone();
            case "$ref" when value?.ToString().StartsWith('#') != true:
                throw Refused($"the schema refers to '{value}', and nothing is fetched", "put that schema under definitions, and write #/definitions/NAME");
            case "$ref":
                return value.DeepClone();
            case "additionalItems" or "additionalProperties" when value is JsonValue:
                return value.DeepClone();
            case "items" when value is JsonArray items:
                return RewriteList(items);
            case "items" or "additionalItems" or "additionalProperties" or "not":
                return Rewrite(value);
            case "allOf" or "anyOf" or "oneOf":
                return RewriteList(value as JsonArray ?? throw Refused($"{keyword} is no list", "write a list of schemas"));
            case "properties" or "patternProperties" or "definitions" or "$defs":
                return RewriteNamed(keyword, value as JsonObject ?? throw Refused($"{keyword} is no object", "write NAME: schema"));
            default:
                return s_plain.Contains(keyword, StringComparer.Ordinal)
                    ? value?.DeepClone()
                    : throw Refused($"the keyword '{keyword}' of the schema is not checked", "leave it out, or write that condition with js");
        }
    }

    private JsonArray RewriteList(JsonArray schemas) => new([.. schemas.Select(schema => Rewrite(schema))]);

    private JsonObject RewriteNamed(string keyword, JsonObject schemas)
    {
        var result = new JsonObject();
        foreach (var (name, schema) in schemas)
        {
            if (keyword == "patternProperties")
            {
                RefuseBadPattern(name);
            }

            result[name] = Rewrite(schema);
        }

        return result;
    }

    private void RefuseUnknown(string keyword, JsonNode? value, string[] known)
    {
        foreach (var name in value is JsonArray names ? names.Select(static name => name?.ToString()) : [value?.ToString()])
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw Refused($"the {keyword} '{name}' of the schema is not checked", $"write one of: {string.Join(' ', known)}");
            }
        }
    }

    private void RefuseBadPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException error)
        {
            throw Refused($"'{pattern}' is no regular expression: {error.Message}", "write a regular expression of .NET");
        }
    }

    private InvalidCheckException Refused(string reason, string hint) => new(check, reason, hint);
}

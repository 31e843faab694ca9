using System.Text.Json.Nodes;

namespace TestOps.Core.Expectations;

/// <summary>
/// The keywords of JSON Schema that NJsonSchema checks. It ignores the others silently, and a check that cannot fail is worse than none.
/// </summary>
internal static class SchemaKeywords
{
    // Each of these holds no schema.
    private static readonly string[] s_plain =
    [
        "$schema", "$id", "id", "$comment", "title", "description", "default", "examples", "type", "enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required", "$ref",
    ];

    // Each of these holds a schema or a list of them.
    private static readonly string[] s_nested = ["items", "additionalItems", "additionalProperties", "allOf", "anyOf", "oneOf", "not"];

    // Each of these holds named schemas.
    private static readonly string[] s_named = ["properties", "patternProperties", "definitions", "$defs"];

    /// <summary>Refuses a schema with a keyword that would be ignored, or with a reference out of it.</summary>
    /// <exception cref="InvalidCheckException">There is one.</exception>
    public static void RefuseUnchecked(string check, JsonNode? schema)
    {
        switch (schema)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    RefuseUnchecked(check, item);
                }

                break;
            case JsonObject members:
                foreach (var (keyword, value) in members)
                {
                    RefuseUnchecked(check, keyword, value);
                }

                break;
        }
    }

    private static void RefuseUnchecked(string check, string keyword, JsonNode? value)
    {
        if (keyword == "$ref" && value?.ToString().StartsWith('#') != true)
        {
            throw new InvalidCheckException(check, $"the schema refers to '{value}'", "put what it refers to under definitions, and write #/definitions/NAME");
        }

        if (s_nested.Contains(keyword, StringComparer.Ordinal))
        {
            RefuseUnchecked(check, value);
        }
        else if (s_named.Contains(keyword, StringComparer.Ordinal) && value is JsonObject named)
        {
            foreach (var (_, schema) in named)
            {
                RefuseUnchecked(check, schema);
            }
        }
        else if (!s_plain.Contains(keyword, StringComparer.Ordinal))
        {
            throw new InvalidCheckException(check, $"the keyword '{keyword}' of the schema is not checked", "leave it out, or write the condition with js");
        }
    }
}

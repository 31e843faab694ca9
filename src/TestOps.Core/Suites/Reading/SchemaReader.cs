using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>JSON Schemas (draft 7): shape of the keywords, and no reference that would be fetched. The values are judged by the schema library.</summary>
internal static class SchemaReader
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] SchemaKeys = ["additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"];
    private static readonly string[] ListKeys = ["allOf", "anyOf", "items", "oneOf"];
    private static readonly string[] MapKeys = ["$defs", "definitions", "patternProperties", "properties"];

    private static readonly string[] OtherKeys =
    [
        "$comment", "$id", "$ref", "$schema", "const", "default", "dependencies", "description", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum",
        "format", "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern", "readOnly",
        "required", "title", "type", "uniqueItems", "writeOnly",
    ];

    private static readonly string[] Keywords = [.. SchemaKeys.Union(ListKeys).Union(MapKeys).Union(OtherKeys)];

    public static JsonNode? Read(SuiteValue value)
    {
        Check(value);
        return value.Json();
    }

    private static void Check(SuiteValue value)
    {
        if (value.Node is ScalarNode scalar && CoreSchema.KindOf(scalar) == ScalarKind.Boolean)
        {
            return;
        }

        foreach (var (keyword, child) in value.Entries("write a JSON Schema, such as { type: object, required: [model] }"))
        {
            CheckKeyword(keyword, child);
        }
    }

    private static void CheckKeyword(string keyword, SuiteValue child)
    {
        if (!Keywords.Contains(keyword, StringComparer.Ordinal))
        {
            child.Problem("is no keyword of JSON Schema draft 7", Nearest.Hint(keyword, Keywords, ""));
        }
        else if (keyword == "type")
        {
            foreach (var type in child.ItemsOrSelf())
            {
                type.Choice(Types, []);
            }
        }
        else if (keyword == "$ref" && (child.Node is not ScalarNode reference || !reference.Text.StartsWith('#')))
        {
            child.Problem($"must refer into the schema itself, was {child.Seen}: nothing is fetched", "copy that schema under definitions, write \"#/definitions/NAME\"");
        }
        else if (MapKeys.Contains(keyword))
        {
            foreach (var (_, member) in child.Entries("write NAME: schema"))
            {
                Check(member);
            }
        }
        else if (ListKeys.Contains(keyword) && (keyword != "items" || child.Node is ListNode))
        {
            foreach (var item in child.Items("write a list of schemas"))
            {
                Check(item);
            }
        }
        else if (SchemaKeys.Contains(keyword))
        {
            Check(child);
        }
    }
}

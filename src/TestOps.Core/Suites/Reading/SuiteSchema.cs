using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>
/// The JSON Schema of a suite file (draft 2020-12), for editors, made of <see cref="SuiteKeys"/>. It accepts every suite that <see cref="SuiteReader"/> accepts. The reader
/// refuses more: a reference to nothing, an expression that does not compile, keys that exclude one another.
/// </summary>
public static class SuiteSchema
{
    private const string Environment = "environments.NAME";
    private const string Override = "engine.override";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as indented JSON, with a line end at its end.</summary>
    public static string Text() => Build().ToJsonString(Indented) + "\n";

    private static JsonObject Build()
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "TestOps suite",
            ["description"] = "Made by: testops schema. What it cannot say, such as names that must exist, testops validate checks.",
        };
        foreach (var (name, value) in OfSection("").ToList())
        {
            root[name] = value!.DeepClone();
        }

        root["$defs"] = Definitions();
        return root;
    }

    private static JsonObject Definitions()
    {
        var definitions = new JsonObject { [ValueSchema.Duration] = ValueSchema.OfDuration(), [ValueSchema.Scalar] = ValueSchema.OfScalar() };
        foreach (var section in SuiteKeys.Sections.Where(static section => section.Length > 0))
        {
            definitions[ValueSchema.DefinitionOf(section)] = section == Environment ? OfEnvironment() : OfSection(section);
        }

        definitions[Override] = OfOverride();
        return definitions;
    }

    private static JsonObject OfSection(string section)
    {
        var keys = SuiteKeys.Of(section).Where(static key => !key.IsReserved).ToList();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = Properties(keys), ["additionalProperties"] = false };
        // What belongs to one kind of its section alone says so before a colon, and only that kind needs it.
        var required = keys.Where(static key => key.Default == "required" && !key.Meaning.Contains(": ", StringComparison.Ordinal)).Select(static key => key.Name).ToList();
        if (required.Count > 0)
        {
            schema["required"] = Names(required);
        }

        AddChoices(schema, keys);
        return schema;
    }

    private static JsonObject Properties(IEnumerable<SuiteKey> keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key.Name] = ValueSchema.Of(key);
        }

        return properties;
    }

    /// <summary>Keys of which one is needed, as their defaults say.</summary>
    private static void AddChoices(JsonObject schema, IReadOnlyList<SuiteKey> keys)
    {
        var alternatives = keys.Where(key => IsOneOf(key, keys)).Select(static key => key.Name).ToList();
        if (alternatives.Count > 0)
        {
            schema["oneOf"] = Each(alternatives);
        }

        const string OneNeeded = "required, or ";
        if (keys.FirstOrDefault(static key => key.Default.StartsWith(OneNeeded, StringComparison.Ordinal)) is { } needed)
        {
            schema["anyOf"] = Each([needed.Name, .. needed.Default[OneNeeded.Length..].Split(" or ")]);
        }
    }

    private static bool IsOneOf(SuiteKey key, IReadOnlyList<SuiteKey> keys) =>
        key.Default.StartsWith("one of the ", StringComparison.Ordinal)
        || (key.Default.Split(" or ") is { Length: 2 } names && names.All(name => keys.Any(other => other.Name == name)));

    private static JsonArray Each(IEnumerable<string> names) => [.. names.Select(static name => new JsonObject { ["required"] = Names([name]) })];

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(static name => JsonValue.Create(name))];

    /// <summary>Variables, and the keys of the engine beside them or under <c>engine</c>.</summary>
    private static JsonObject OfEnvironment()
    {
        var properties = OverrideProperties();
        foreach (var key in SuiteKeys.Of(Environment).Where(static key => key.Name != "VARIABLE"))
        {
            properties[key.Name] = ValueSchema.Described(key, ValueSchema.Reference(Override));
        }

        var variable = SuiteKeys.Of(Environment).Single(static key => key.Name == "VARIABLE");
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = ValueSchema.Of(variable) };
    }

    private static JsonObject OfOverride() => new() { ["type"] = "object", ["properties"] = OverrideProperties(), ["additionalProperties"] = false };

    /// <summary>The engine's keys, none of them needed; null takes one out.</summary>
    private static JsonObject OverrideProperties()
    {
        var properties = new JsonObject();
        foreach (var key in SuiteKeys.Of("engine").Where(static key => !key.IsReserved))
        {
            properties[key.Name] = ValueSchema.Described(key, new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, ValueSchema.Bare(key)) });
        }

        return properties;
    }
}

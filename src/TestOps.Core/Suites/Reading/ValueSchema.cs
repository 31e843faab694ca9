using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>The schema of one key's value, from the type, the default and the limit that the catalogue states.</summary>
internal static class ValueSchema
{
    public const string Duration = "duration";
    public const string Scalar = "scalar";

    private const string Name = "^[A-Za-z0-9_-]{1,64}$";
    private const string Pointer = "^(/|$)";

    /// <summary>The value with what an editor shows of its key.</summary>
    public static JsonObject Of(SuiteKey key) => Described(key, Bare(key));

    /// <summary>Adds description and default to a <paramref name="schema"/>.</summary>
    public static JsonObject Described(SuiteKey key, JsonObject schema)
    {
        var described = new JsonObject { ["description"] = $"{key.Meaning}. {(key.Default == "required" ? "Required" : $"Default: {key.Default}")}. Accepted: {key.Limit}." };
        if (DefaultOf(key) is { } value)
        {
            described["default"] = value;
        }

        foreach (var (name, member) in schema)
        {
            described[name] = member?.DeepClone();
        }

        return described;
    }

    /// <summary>The value alone. A type that is not known here accepts anything; a test reports it.</summary>
    public static JsonObject Bare(SuiteKey key) => key.Type switch
    {
        "integer" or "number" => SchemaLimit.Range(key, Typed(key.Type)),
        "boolean" => Typed("boolean"),
        "duration" => Reference(Duration),
        "duration or mapping" => Either(Reference(Duration), Section(key)),
        "size" => new JsonObject { ["type"] = new JsonArray("string", "integer"), ["pattern"] = "^[0-9]+ *([KMG]iB)?$", ["minimum"] = 1 },
        "text" or "script" => SchemaLimit.Length(key, Pattern("\\S")),
        "template" or "text, number or boolean" => Reference(Scalar),
        "name" => Pattern(Name),
        "word" => Word(key),
        "word or mapping" => Either(Word(key), Map(Reference(Scalar))),
        "call" => Pattern("^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /"),
        "pointer" => Pattern(Pointer),
        "path" => Pattern(key.Limit == "starts with /" ? "^/" : "\\S"),
        "date" => Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        "integer, text or list" => OrList(Either(new JsonObject { ["type"] = "integer", ["minimum"] = 100, ["maximum"] = 599 }, Pattern("^[1-5]([0-9]{2}|xx)$"))),
        "text or list" => OrList(Pattern("\\S")),
        "list of names" => SchemaLimit.Items(key, List(Pattern(Name))),
        "list of templates" => SchemaLimit.Items(key, List(Reference(Scalar))),
        "list of pointers or mappings" => SchemaLimit.Items(key, List(Either(Pattern(Pointer), Section(key)))),
        "list" => SchemaLimit.Items(key, List(Section(key))),
        "mapping" => Mapping(key),
        "JSON Schema" => Typed("object"),
        "JSON" when key.Limit == "not null" => new JsonObject { ["type"] = new JsonArray("object", "array", "string", "number", "boolean") },
        _ => [],
    };

    /// <summary>The name of a section's definition, free of what a reference would have to escape.</summary>
    public static string DefinitionOf(string section) => section.Replace("[]", ".item", StringComparison.Ordinal);

    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    /// <summary>As <see cref="DurationText"/> reads it; 0 needs no unit.</summary>
    public static JsonObject OfDuration() => new()
    {
        ["type"] = new JsonArray("string", "integer"),
        ["pattern"] = "^(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(h|m|s|ms|us))+)$",
        ["minimum"] = 0,
        ["maximum"] = 0,
    };

    /// <summary>One value, whose text counts.</summary>
    public static JsonObject OfScalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Mapping(SuiteKey key) => key switch
    {
        { Section: "", Name: "flows" } => SchemaLimit.Entries(key, Map(new JsonObject { ["type"] = "array", ["minItems"] = 1, ["maxItems"] = 1000, ["items"] = Reference(DefinitionOf("steps[]")) })),
        { Section: "load" or "load.profiles.NAME", Name: "thresholds" } => Map(OrList(Either(Pattern("\\S"), Reference(DefinitionOf("load.thresholds.METRIC[]"))))),
        { Section: "load", Name: "against" } => SchemaLimit.Entries(key, Map(Reference("load.against.METRIC"))),
        { Section: "replay", Name: "floors" } => Map(new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 100 }),
        { Section: "steps[]", Name: "form" } => SchemaLimit.Entries(key, Map(OrList(Reference(Scalar)))),
        { Section: "steps[]", Name: "keep" } => Map(Either(Pattern(Pointer), Reference("keep.NAME"))),
        { Section: "steps[]", Name: "with" } => Map(new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null") }),
        _ when ((string[])["name: template", "name: text"]).Any(words => key.Limit.StartsWith(words, StringComparison.OrdinalIgnoreCase)) => Map(Reference(Scalar)),
        _ when SuiteKeys.Sections.Contains(key.Path + ".NAME") => SchemaLimit.Entries(key, Map(Reference(key.Path + ".NAME"))),
        _ => Section(key) is { Count: > 0 } section ? section : Typed("object"),
    };

    /// <summary>The mapping that stands under the key, or in its list: at its own path, or shared, as steps are. Empty where the catalogue has none.</summary>
    private static JsonObject Section(SuiteKey key)
    {
        var section = ((string[])[key.Path, key.Path + "[]", key.Name, key.Name + "[]"]).FirstOrDefault(SuiteKeys.Sections.Contains);
        return section is null ? [] : Reference(DefinitionOf(section));
    }

    private static JsonObject Word(SuiteKey key) => new() { ["enum"] = new JsonArray([.. Words(key).Select(static word => JsonValue.Create(word))]) };

    /// <summary>The words of a limit; behind <c>, or</c> is what else a key may be.</summary>
    private static string[] Words(SuiteKey key) => key.Limit.Split(", or ")[0].Split(", ");

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Map(JsonObject values) => new() { ["type"] = "object", ["additionalProperties"] = values };

    private static JsonObject Either(JsonObject one, JsonObject other) => new() { ["anyOf"] = new JsonArray(one, other) };

    private static JsonObject OrList(JsonObject one) => Either(one, List((JsonObject)one.DeepClone()));

    private static JsonNode? DefaultOf(SuiteKey key) => key.Type switch
    {
        "integer" or "number" => SchemaLimit.NumberOf(key.Default),
        "boolean" => JsonValue.Create(key.Default == "true"),
        "word" or "word or mapping" when Words(key).Contains(key.Default, StringComparer.Ordinal) => JsonValue.Create(key.Default),
        "duration" or "duration or mapping" when DurationText.TryParse(key.Default, out _, out _) => JsonValue.Create(key.Default),
        "size" => JsonValue.Create(key.Default),
        _ => null,
    };
}

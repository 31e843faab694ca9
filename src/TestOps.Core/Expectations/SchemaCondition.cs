using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace TestOps.Core.Expectations;

/// <summary><c>schema</c>: a JSON Schema, as far as NJsonSchema checks it; what it would ignore is refused.</summary>
internal sealed class SchemaCondition : Condition
{
    private readonly JsonSchema _schema;

    private SchemaCondition(JsonSchema schema) => _schema = schema;

    public override string Expected => "a value that the schema accepts";

    public static SchemaCondition Compile(string check, JsonNode schema)
    {
        SchemaKeywords.RefuseUnchecked(check, schema);
        try
        {
            // References leave no schema: SchemaKeywords lets only those inside it through, so that nothing is loaded.
            var compiled = JsonSchema.FromJsonAsync(schema.ToJsonString()).GetAwaiter().GetResult();
            var condition = new SchemaCondition(compiled);
            condition.Validate("null");
            return condition;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new InvalidCheckException(check, $"the schema is invalid: {error.Message}", "write a JSON Schema of draft 7", error);
        }
    }

    public override bool Holds(in Subject subject) => Validate(Json(subject)).Count == 0;

    public override string Show(in Subject subject)
    {
        var problems = Validate(Json(subject)).Select(static problem => $"{(problem.Path is { Length: > 0 } path ? path : "#")}: {problem.Kind}");
        return $"refused: {string.Join(", ", problems.Order(StringComparer.Ordinal))}";
    }

    private static string Json(in Subject subject) => subject.IsHeader ? JsonConvert.ToString(subject.Text) : subject.Element.GetRawText();

    private ICollection<NJsonSchema.Validation.ValidationError> Validate(string json)
    {
        // Dates stay strings; numbers stay what they are.
        using var text = new StringReader(json);
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, MaxDepth = null };
        return _schema.Validate(JToken.ReadFrom(reader));
    }
}

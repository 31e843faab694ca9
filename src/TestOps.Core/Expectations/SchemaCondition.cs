using System.Text;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using TestOps.Core.Determinism;

namespace TestOps.Core.Expectations;

/// <summary>
/// <c>schema</c>: a JSON Schema of draft 7, as far as NJsonSchema checks it; what it would ignore is refused by <see cref="SchemaRewriter"/>.
/// </summary>
internal sealed class SchemaCondition : Condition
{
    private readonly JsonSchema _schema;

    private SchemaCondition(JsonSchema schema) => _schema = schema;

    public override string Expected => "what the schema accepts";

    public static SchemaCondition Compile(string check, JsonNode schema)
    {
        var rewritten = new SchemaRewriter(check).Rewrite(schema);
        try
        {
            // Nothing is loaded, so nothing is awaited: the rewriter lets no reference out of the schema through.
            var condition = new SchemaCondition(JsonSchema.FromJsonAsync(rewritten.ToJsonString()).GetAwaiter().GetResult());

            // Resolves references now: what is wrong with them is the suite's fault, not an answer's.
            condition._schema.Validate(JValue.CreateNull());
            return condition;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new InvalidCheckException(check, $"the schema is invalid: {error.Message}", "write a JSON Schema of draft 7", error);
        }
    }

    public override bool Holds(in Subject subject) => Validate(subject).Count == 0;

    public override string Show(in Subject subject)
    {
        var problems = Validate(subject).Select(static problem => $"{problem.Path ?? "#"} {problem.Kind}").Order(StringComparer.Ordinal);
        return $"refused ({string.Join(", ", problems)}): {subject.Show()}";
    }

    private ICollection<NJsonSchema.Validation.ValidationError> Validate(in Subject subject)
    {
        // Dates stay strings. Nesting is bounded already: the body was parsed.
        using var text = new StringReader(Json(subject));
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal, MaxDepth = null };
        return _schema.Validate(JToken.ReadFrom(reader));
    }

    // Canonical, because there 1.0 is 1: the library takes the first for no integer.
    private static string Json(in Subject subject)
    {
        if (subject.IsHeader)
        {
            return JsonConvert.ToString(subject.Text);
        }

        var raw = Encoding.UTF8.GetBytes(subject.Element.GetRawText());
        return Encoding.UTF8.GetString(CanonicalJson.TryCanonicalize(raw, out var canonical, out _) ? canonical.Span : raw);
    }
}

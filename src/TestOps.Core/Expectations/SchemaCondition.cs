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

    public override bool Holds(in Subject subject) => Refusal(subject) is null;

    public override string Show(in Subject subject) => $"refused ({Refusal(subject)}): {subject.Show()}";

    /// <summary>Why the schema refuses a value; null where it accepts it.</summary>
    private string? Refusal(in Subject subject)
    {
        try
        {
            // Dates stay strings. Nesting is bounded already: the body was parsed.
            using var text = new StringReader(Json(subject));
            using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal, MaxDepth = null };
            var problems = _schema.Validate(JToken.ReadFrom(reader));
            return problems.Count == 0 ? null : string.Join(", ", problems.Select(static problem => $"{problem.Path ?? "#"} {problem.Kind}").Order(StringComparer.Ordinal));
        }
        catch (Exception beyond) when (beyond is InvalidCastException or OverflowException or JsonReaderException)
        {
            // The library holds numbers in 64 bits or a decimal. What it cannot hold it cannot accept, and an answer must never end a run.
            return "it holds a number that the schema check cannot judge: beyond 64 bits, or beyond 28 digits";
        }
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

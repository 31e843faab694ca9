using System.Text.Json.Nodes;

namespace TestOps.Core.Suites.Reading;

/// <summary>The conditions of a check.</summary>
internal static class ConditionsReader
{
    private static readonly string[] Keys = ["equals", "in", "matches", "contains", "exists", "type", "length", "min", "max", "schema"];
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "object", "array", "null"];

    /// <summary>Conditions on JSON, or (<paramref name="isText"/>) on a header, whose value is always text.</summary>
    public static Conditions Read(SuiteMap map, bool isText)
    {
        var conditions = new Conditions
        {
            EqualTo = map.Read<Expected?>("equals", null, value => ExpectedReader.Read(value, isText)),
            In = map.Read<IReadOnlyList<JsonNode?>?>("in", null, value => ExpectedReader.ReadList(value, "in: [A, B]", isText)),
            Matches = map.Read<string?>("matches", null, static pattern => pattern.Text(1000)),
            Contains = map.Read<Expected?>("contains", null, value => ExpectedReader.Read(value, isText)),
            Exists = map.Read<bool?>("exists", null, static value => value.Flag()),
            Type = map.Read<string?>("type", null, static value => value.Choice(Types, [])),
            Length = map.Read<int?>("length", null, static value => value.Whole(0, 1_000_000_000)),
            Min = map.Read<decimal?>("min", null, static value => value.Number(decimal.MinValue, decimal.MaxValue)),
            Max = map.Read<decimal?>("max", null, static value => value.Number(decimal.MinValue, decimal.MaxValue)),
            Schema = map.Read<JsonNode?>("schema", null, ReadSchema),
        };
        CheckTogether(map, conditions);
        if (isText)
        {
            map.Refuse("has no meaning for a header, which is text", "use equals, matches, min or max", "type", "schema");
        }

        return conditions;
    }

    public static void RefuseAll(SuiteMap map, string reason) => map.Refuse(reason, "remove it, or write a check with at: /pointer", Keys);

    private static void CheckTogether(SuiteMap map, Conditions conditions)
    {
        var given = Keys.Where(map.Has).ToList();
        if (given.Count == 0)
        {
            map.Problem("the check has no condition, so it would always pass", $"add one of {string.Join(", ", Keys)}; exists: true asks for presence");
        }
        else if (conditions is { Min: { } min, Max: { } max } && min > max)
        {
            map.Problem(FormattableString.Invariant($"min must be at most max, was {min} with max {max}"), "swap them");
        }
    }

    /// <summary>Only its shape: the compiler of checks knows the keywords.</summary>
    private static JsonNode? ReadSchema(SuiteValue value)
    {
        if (value.Node is not MapNode)
        {
            value.MustBe("a JSON Schema", "write { type: object, required: [model] }");
        }

        return value.Json();
    }
}

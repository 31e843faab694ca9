using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Server.Tests.Rig;

/// <summary>The OpenAPI document of a running server, and whether answers are what it promises.</summary>
internal sealed class ApiDocument(JsonObject json)
{
    private const string ProblemType = "application/problem+json";

    public JsonObject Json => json;

    public IEnumerable<ApiOperation> Operations =>
        from path in json["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    public static async Task<ApiDocument> OfAsync(ServerWorld world) => new(await ServerWorld.JsonOf(await world.GetAsync("/openapi/v1.json")));

    public ApiOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>Checks an answer of an operation: its status is described, a problem has one of the codes that stand there, and the content fits the schema.</summary>
    public async Task CheckAsync(ApiOperation operation, HttpResponseMessage response, string because)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (response.Content.Headers.ContentLength == 0 && status is "400" or "414" or "431")
        {
            // Refused by the connection, before there is a request that could be answered.
            return;
        }

        var described = (operation.Answers[status] ?? operation.Answers["default"])!["content"]?.AsObject();
        if (described is null)
        {
            status.Should().Be("204", because);
            return;
        }

        var type = response.Content.Headers.ContentType!.MediaType!;
        if (status[0] != '2')
        {
            type.Should().Be(ProblemType, because);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync());
            Misfits(problem, described[type]!["schema"]!).Should().BeEmpty(because);
            described[type]!["examples"]!.AsObject().Select(example => example.Key).Should().Contain((string)problem!["code"]!, "{0}: the document tells every code that {1} is answered with at {2}", because, operation, status);
            problem["status"]!.ToString().Should().Be(status, because);
        }
        else if (type == "application/json" && described[type] is { } content)
        {
            Misfits(JsonNode.Parse(await response.Content.ReadAsStringAsync()), content["schema"]!).Should().BeEmpty(because);
        }
    }

    /// <summary>What of a value does not fit a schema; members that an object's schema does not name are misfits, too.</summary>
    public List<string> Misfits(JsonNode? value, JsonNode schema)
    {
        var misfits = new List<string>();
        Compare(value, schema, "", misfits);
        return misfits;
    }

    private void Compare(JsonNode? value, JsonNode schema, string at, List<string> misfits)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            Compare(value, json["components"]!["schemas"]![reference.Split('/')[^1]]!, at, misfits);
            return;
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            if (choices.All(choice => Misfits(value, choice!).Count > 0))
            {
                misfits.Add($"{at}: fits none of the choices");
            }

            return;
        }

        if (!IsOfType(value, schema["type"]) || (schema["enum"] is JsonArray values && !values.Any(allowed => JsonNode.DeepEquals(allowed, value))))
        {
            misfits.Add($"{at}: {value?.ToJsonString() ?? "null"} is no {schema["type"]} {schema["enum"]}");
            return;
        }

        switch (value)
        {
            case JsonObject members: CompareMembers(members, schema, at, misfits); break;
            case JsonArray items when schema["items"] is { } item:
                for (var i = 0; i < items.Count; i++)
                {
                    Compare(items[i], item, $"{at}/{i}", misfits);
                }

                break;
        }
    }

    private void CompareMembers(JsonObject members, JsonNode schema, string at, List<string> misfits)
    {
        var missing = schema["required"]?.AsArray().Select(name => (string)name!).Where(name => !members.ContainsKey(name)) ?? [];
        misfits.AddRange(missing.Select(name => $"{at}/{name}: missing"));
        foreach (var (name, member) in members)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is { } described)
            {
                Compare(member, described, $"{at}/{name}", misfits);
            }
            else if (schema["properties"] is not null)
            {
                misfits.Add($"{at}/{name}: not described");
            }
        }
    }

    private static bool IsOfType(JsonNode? value, JsonNode? type)
    {
        IEnumerable<string> types = type is JsonArray several ? several.Select(one => (string)one!) : type is null ? [] : [(string)type!];
        return type is null || types.Any(one => one switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value?.GetValueKind() == JsonValueKind.String,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "integer" => value?.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number),
            "number" => value?.GetValueKind() == JsonValueKind.Number,
            _ => throw new FormatException($"'{one}' is no type of a schema"),
        });
    }
}

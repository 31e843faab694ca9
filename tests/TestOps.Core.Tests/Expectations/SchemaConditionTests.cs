using System.Text.Json.Nodes;
using TestOps.Core.Expectations;
using TestOps.Core.Suites;

namespace TestOps.Core.Tests.Expectations;

public sealed class SchemaConditionTests
{
    [Theory]
    [InlineData("""{"const":1}""", "1.0", "2")]
    [InlineData("""{"const":null}""", "null", "0")]
    [InlineData("""{"enum":["a",{"b":1}]}""", """{"b":1}""", "\"b\"")]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"minimum":2,"maximum":4}""", "3", "5")]
    [InlineData("""{"exclusiveMinimum":2}""", "2.1", "2")]
    [InlineData("""{"minimum":9007199254740993}""", "9007199254740993", "9007199254740992")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"minLength":2,"maxLength":3,"pattern":"^a"}""", "\"ab\"", "\"ba\"")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-01-01T00:00:00Z\"", "\"soon\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"0190163d-8694-739b-aea5-966c26f8ad91\"", "\"1\"")]
    [InlineData("""{"type":"array","items":{"type":"number"},"minItems":1,"uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"type":"array","items":[{"type":"string"}],"additionalItems":false}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"a":"x"}""", """{"a":"x","b":1}""")]
    [InlineData("""{"properties":{"x":false}}""", """{"y":1}""", """{"x":1}""")]
    [InlineData("""{"patternProperties":{"^a":{"type":"string"}}}""", """{"ab":"x"}""", """{"ab":1}""")]
    [InlineData("""{"minProperties":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":0}]}""", "-1", "1")]
    [InlineData("""{"allOf":[{"type":"string"},{"minLength":2}]}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"properties":{"x":{"$ref":"#/definitions/a"}},"definitions":{"a":{"type":"string"}}}""", """{"x":"y"}""", """{"x":1}""")]
    [InlineData("""{"properties":{"x":{"$ref":"#/$defs/a"}},"$defs":{"a":{"type":"string"}}}""", """{"x":"y"}""", """{"x":1}""")]
    [InlineData("false", null, "1")]
    [InlineData("true", "1", null)]
    public void Holds_ForEveryKeywordThatIsAccepted_TellsGoodFromBad(string schema, string? good, string? bad)
    {
        var check = new AtCheck("/v", new Conditions { Schema = JsonNode.Parse(schema) }) { Name = "v" };

        if (good is not null)
        {
            CompiledCheckTests.Judge(check, body: $$"""{"v":{{good}}}""").Should().Be("passed");
        }

        if (bad is not null)
        {
            CompiledCheckTests.Judge(check, body: $$"""{"v":{{bad}}}""").Should().StartWith("expected what the schema accepts, was refused (#");
        }
    }

    [Fact]
    public void Holds_ForAnAbsentValue_IsFalse()
        => CompiledCheckTests.Judge(new AtCheck("/v", new Conditions { Schema = new JsonObject() }) { Name = "v" }, body: "{}").Should().Be("expected what the schema accepts, was absent");

    [Theory]
    [InlineData("""{"maximum":5}""", "18446744073709551617")]
    [InlineData("""{"minimum":5,"multipleOf":2}""", "123456789012345678901234567890")]
    [InlineData("""{"type":"number"}""", "1e400")]
    [InlineData("""{"maximum":5}""", "-1e400")]
    public void Holds_NumberBeyondTheLibrary_IsAFailedCheckAndNoCrash(string schema, string value)
    {
        var check = new AtCheck("/v", new Conditions { Schema = JsonNode.Parse(schema)!.AsObject() }) { Name = "v" };

        var judged = CompiledCheckTests.Judge(check, body: $$"""{"v":{{value}}}""");

        judged.Should().StartWith("expected what the schema accepts, was refused (");
    }

    [Theory]
    [InlineData("""{"contains":{"type":"string"}}""", "'contains' of the schema is not checked")]
    [InlineData("""{"properties":{"x":{"if":{}}}}""", "'if' of the schema is not checked")]
    [InlineData("""{"propertyNames":{}}""", "'propertyNames' of the schema is not checked")]
    [InlineData("""{"dependencies":{}}""", "'dependencies' of the schema is not checked")]
    [InlineData("""{"type":"float"}""", "the type 'float'")]
    [InlineData("""{"format":"regex"}""", "the format 'regex'")]
    [InlineData("""{"pattern":"("}""", "no regular expression")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "no regular expression")]
    [InlineData("""{"$ref":"http://127.0.0.1/schema.json"}""", "nothing is fetched")]
    [InlineData("""{"properties":{"x":{"$ref":"other.json#/a"}}}""", "nothing is fetched")]
    [InlineData("""{"$ref":"#/definitions/none"}""", "the schema is invalid")]
    [InlineData("""{"minimum":"x"}""", "the schema is invalid")]
    [InlineData("""{"allOf":{}}""", "allOf is no list")]
    [InlineData("""{"const":1,"enum":[1]}""", "const beside enum")]
    [InlineData("[]", "a schema is an object")]
    public void Validate_OfWhatWouldNotBeChecked_IsRefused(string schema, string problem)
        => CompiledCheck.Validate(new AtCheck("/v", new Conditions { Schema = JsonNode.Parse(schema) }) { Name = "v" }).Should().Contain(problem);
}

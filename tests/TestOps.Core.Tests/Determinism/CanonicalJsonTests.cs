using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}")]
    [InlineData(" { \"a\" : [ 1 , 2 ] , \"b\" : { } } ", "{\"a\":[1,2],\"b\":{}}")]
    [InlineData("\"\\u0041\\/\\u00e9\"", "\"A/é\"")]
    [InlineData("\"\\u000a\\u0009\\u000B\\u001F\\u007f\"", "\"\\n\\t\\u000b\\u001f\u007f\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("[ ]", "[]")]
    [InlineData("true\n", "true")]
    [InlineData("{\"\\\"\":1,\"!\":2}", "{\"!\":2,\"\\\"\":1}")]
    [InlineData("{\"z\":{\"b\":[{\"d\":1,\"c\":2}],\"a\":0},\"y\":0}", "{\"y\":0,\"z\":{\"a\":0,\"b\":[{\"c\":2,\"d\":1}]}}")]
    public void TryCanonicalize_OtherForm_IsRewritten(string json, string expected) => Canonical(json).Should().Be(expected);

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.000e5", "0")]
    [InlineData("0e999999999999999999999999999999", "0")]
    [InlineData("1E2", "100")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("1E30", "1e+30")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827")]
    [InlineData("1e400", "1e+400")]
    [InlineData("10.0e399", "1e+400")]
    [InlineData("-12.340e-10", "-1.234e-9")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("1000000000000000000000", "1e+21")]
    [InlineData("123456789012345678901234567890", "1.2345678901234567890123456789e+29")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("1e+999999999", "1e+999999999")]
    [InlineData("0.1e-999999998", "1e-999999999")]
    public void TryCanonicalize_Number_HasOneForm(string json, string expected) => Canonical(json).Should().Be(expected);

    [Theory]
    [InlineData("{\"a\":1,\"a\":1}", 7, "the key \"a\" appears twice")]
    [InlineData("{\"b\":0,\"a\":1,\"\\u0061\":1}", 13, "twice")]
    [InlineData("\"\\ud800\"", 1, "lone surrogate")]
    [InlineData("\"x\\ud800\\u0041\"", 2, "lone surrogate")]
    [InlineData("\"\\udc00\"", 1, "lone surrogate")]
    [InlineData("NaN", 0, "value was expected")]
    [InlineData("[-Infinity]", 1, "digit")]
    [InlineData("1 2", 2, "nothing may follow")]
    [InlineData("{} x", 3, "nothing may follow")]
    [InlineData("\uFEFF{}", 0, "byte order mark")]
    [InlineData("", 0, "the end")]
    [InlineData("[1,]", 3, "value was expected")]
    [InlineData("{\"a\":1,}", 7, "key")]
    [InlineData("{\"a\" 1}", 5, "colon")]
    [InlineData("{a:1}", 1, "key")]
    [InlineData("[1 2]", 3, "expected")]
    [InlineData("[1}", 2, "expected")]
    [InlineData("01", 0, "leading zeros, but 01 was found")]
    [InlineData("1.", 0, "decimal point")]
    [InlineData("1e", 0, "exponent")]
    [InlineData("1e1000000000", 0, "exponent")]
    [InlineData("+1", 0, "value was expected")]
    [InlineData("\"a", 2, "no end")]
    [InlineData("\"a\nb\"", 2, "control character")]
    [InlineData("\"\\x\"", 1, "backslash")]
    [InlineData("\"\\u12g4\"", 1, "hexadecimal")]
    [InlineData("tru", 0, "value was expected")]
    [InlineData("{", 1, "key")]
    [InlineData("[", 1, "value was expected")]
    [InlineData("// c\n1", 0, "value was expected")]
    public void TryCanonicalize_NotJson_TellsReasonAndPosition(string json, int position, string reason)
    {
        CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(json), out _, out var problem).Should().BeFalse();
        problem!.BytePosition.Should().Be(position);
        problem.Reason.Should().Contain(reason);
        CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(json)).Should().BeFalse();
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0x61, 0xC3, 0x22 }, 2)]
    [InlineData(new byte[] { 0x22, 0xC3, 0xA9, 0xFF, 0x22 }, 3)]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }, 1)]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 }, 1)]
    public void TryCanonicalize_InvalidUtf8_TellsPosition(byte[] json, int position)
    {
        CanonicalJson.TryCanonicalize(json, out _, out var problem).Should().BeFalse();
        problem!.BytePosition.Should().Be(position);
        problem.Reason.Should().Contain("UTF-8");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void TryCanonicalize_AtTheDepthLimit_AcceptsAndRefusesBeyond(string open, string close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Canonical(Nested(128)).Should().Be(Nested(128));
        Canonical(" " + Nested(128)).Should().Be(Nested(128));
        CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(Nested(129)), out _, out var problem).Should().BeFalse();
        problem!.Reason.Should().Contain("128");
        CanonicalJson.Serialize(JsonNode.Parse(Nested(128), null, CanonicalJson.DocumentOptions)).Should().Equal(Encoding.UTF8.GetBytes(Nested(128)));
    }

    [Fact]
    public void TryCanonicalize_CanonicalInput_ReturnsTheSameMemoryWithoutAllocation()
    {
        var json = "{\"a\":[1,-2.5,1e+21,\"é\\n\"],\"b\":{\"c\":null,\"d\":true}}"u8.ToArray();
        CanonicalJson.TryCanonicalize(json, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var hasForm = CanonicalJson.TryCanonicalize(json, out var canonical, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        hasForm.Should().BeTrue();
        allocated.Should().Be(0);
        canonical.Equals(json.AsMemory()).Should().BeTrue();
    }

    [Fact]
    public void TryCanonicalize_CanonicalInputWithEscapedKeys_ReturnsTheSameMemory()
    {
        var json = "{\"\\n\":1,\"\\\"\":2}"u8.ToArray();
        CanonicalJson.TryCanonicalize(json, out var canonical, out _).Should().BeTrue();
        canonical.Equals(json.AsMemory()).Should().BeTrue();
        CanonicalJson.IsCanonical(json).Should().BeTrue();
    }

    [Fact]
    public void TryCanonicalize_SortingExampleOfTheRfc_OrdersByUtf16CodeUnits()
    {
        // RFC 8785, 3.2.3; U+FB33 is written with its own code point.
        const string Json = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""";
        var values = JsonNode.Parse(Canonical(Json))!.AsObject().Select(member => (string)member.Value!);
        values.Should().Equal(
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh");
    }

    [Fact]
    public void TryCanonicalize_ExampleOfTheRfc_DiffersOnlyInTheNumberThatADoubleWouldChange()
    {
        // RFC 8785, 3.2.2: there 333333333.33333329 becomes 333333333.3333333, which is another decimal value; ADR 0001.
        const string Json = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        Canonical(Json).Should().Be(
            """{"literals":[null,true,false],"numbers":[333333333.33333329,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""");
    }

    [Fact]
    public void Serialize_Node_IsCanonical()
    {
        var node = new JsonObject
        {
            ["z"] = 1.50m,
            ["a"] = new JsonArray(1, 1e21, 0.1f, "é\u0001", null, true),
            ["ﬀ"] = 1,
            ["😀"] = 2,
        };
        Encoding.UTF8.GetString(CanonicalJson.Serialize(node)).Should().Be("{\"a\":[1,1e+21,0.1,\"é\\u0001\",null,true],\"z\":1.5,\"😀\":2,\"ﬀ\":1}");
        Encoding.UTF8.GetString(CanonicalJson.Serialize(null)).Should().Be("null");
    }

    [Fact]
    public void Serialize_LoneSurrogateOrNaN_IsRefused()
    {
        FluentActions.Invoking(() => CanonicalJson.Serialize(JsonValue.Create("\ud800"))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CanonicalJson.Serialize(JsonValue.Create(double.NaN))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CanonicalJson.Serialize(JsonNode.Parse("1e9999999999"))).Should().Throw<ArgumentException>();
    }

    private static string Canonical(string json)
    {
        CanonicalJson.TryCanonicalize(Encoding.UTF8.GetBytes(json), out var canonical, out var problem).Should().BeTrue(problem?.ToString());
        CanonicalJson.IsCanonical(canonical.Span).Should().BeTrue();
        return Encoding.UTF8.GetString(canonical.Span);
    }
}

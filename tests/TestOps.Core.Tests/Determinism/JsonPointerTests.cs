using System.Text.Json;
using CsCheck;
using TestOps.Core.Determinism;

namespace TestOps.Core.Tests.Determinism;

public sealed class JsonPointerTests
{
    // RFC 6901, section 5.
    private const string Document = """{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}""";

    [Theory]
    [InlineData("/foo", """["bar","baz"]""")]
    [InlineData("/foo/0", "\"bar\"")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("", Document)]
    public void TryEvaluate_ExamplesOfTheRfc_FindTheirValues(string text, string expected)
    {
        Parse(text).TryEvaluate(JsonDocument.Parse(Document).RootElement, out var value).Should().BeTrue();
        value.GetRawText().Should().Be(expected);
    }

    [Theory]
    [InlineData("/foo/2")]
    [InlineData("/foo/-")]
    [InlineData("/foo/00")]
    [InlineData("/foo/01")]
    [InlineData("/foo/+1")]
    [InlineData("/foo/ 1")]
    [InlineData("/foo/99999999999999999999")]
    [InlineData("/foo/")]
    [InlineData("/foo/0/x")]
    [InlineData("/bar")]
    [InlineData("//")]
    public void TryEvaluate_NothingThere_IsFalse(string text)
    {
        Parse(text).TryEvaluate(JsonDocument.Parse(Document).RootElement, out var value).Should().BeFalse();
        value.ValueKind.Should().Be(JsonValueKind.Undefined);
    }

    [Theory]
    [InlineData("foo", "starts with '/'")]
    [InlineData("#/foo", "starts with '/'")]
    [InlineData("/a~", "index 2")]
    [InlineData("/a~2b", "index 2")]
    public void TryParse_NotAPointer_TellsTheProblem(string text, string expected)
    {
        JsonPointer.TryParse(text, out var pointer, out var problem).Should().BeFalse();
        pointer.Should().BeNull();
        problem.Should().Contain(expected).And.Contain(text);
    }

    [Fact]
    public void TryParse_TildeOne_IsNotUnescapedTwice() => Parse("/~01").Tokens.Should().Equal("~1");

    [Fact]
    public void Builder_AnyTokens_BuildsWhatThePointerReads() =>
        Gen.OneOf(Gen.String, Gen.OneOf("~", "/", "~1", "~0", "", "a/b~c")).Array[0, 6].Sample(tokens =>
        {
            var builder = new JsonPointerBuilder();
            foreach (var token in tokens)
            {
                var length = builder.Length;
                builder.Append("gone");
                builder.Truncate(length);
                builder.Append(token);
            }

            var pointer = Parse(builder.ToString());
            pointer.Tokens.Should().Equal(tokens);
            pointer.ToString().Should().Be(builder.ToString());
        });

    [Fact]
    public void Builder_Index_IsAToken()
    {
        var builder = new JsonPointerBuilder();
        builder.Append("items");
        builder.Append(12);
        builder.ToString().Should().Be("/items/12");
    }

    private static JsonPointer Parse(string text)
    {
        JsonPointer.TryParse(text, out var pointer, out var problem).Should().BeTrue(problem);
        return pointer!;
    }
}

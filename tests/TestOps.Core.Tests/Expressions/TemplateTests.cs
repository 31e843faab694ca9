using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

public sealed class TemplateTests
{
    private const string Data = """
        {"p":{"q":"why \"so\"?\nüber","n":1.50,"big":9007199254740993,"t":true,"z":null,"o":{"b":1,"a":[2,"x\"y"]},"esc":"\u0041\/","odd":"a}b"}}
        """;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("${data.p.q}", "why \"so\"?\nüber")]
    [InlineData("/u/${user.id}/n/${data.p.n}", "/u/user-0/n/1.5")]
    [InlineData("${data.p.big}", "9007199254740993")]
    [InlineData("${data.p.t}-${1 + 1}", "true-2")]
    [InlineData("${data.p.o}", "{\"a\":[2,\"x\\\"y\"],\"b\":1}")]
    [InlineData("${data.p.esc}", "A/")]
    [InlineData("\\${data.p.q}", "${data.p.q}")]
    [InlineData("$${data.p.n}", "$1.5")]
    [InlineData("${'}'}${ {a: 1}.a }", "}1")]
    [InlineData("${data.p['odd']}", "a}b")]
    [InlineData("${data.p.z ?? 'none'}", "none")]
    [InlineData("${[1, 2].map(x => x * 2)}", "[2,4]")]
    [InlineData("a${1}b${2}c${3}d${4}e${5}f", "a1b2c3d4e5f")]
    public void Render_OnBothPaths_GivesTheText(string template, string expected)
    {
        var scope = Scopes.Create(Data);

        Template.Compile(template).Render(scope).Should().Be(expected);
        if (!template.Contains("big", StringComparison.Ordinal))
        {
            Template.Compile(template, EvaluationPath.Interpreter).Render(scope).Should().Be(expected);
        }
    }

    [Theory]
    [InlineData("x ${data.p.missing}", "undefined")]
    [InlineData("${data.p.z}", "null")]
    [InlineData("${data.other.q}", "data.other is undefined")]
    [InlineData("${1 / 0}", "Infinity")]
    [InlineData("${() => 1}", "function")]
    [InlineData("${Symbol.iterator}", "symbol")]
    [InlineData("${10n}", "BigInt")]
    [InlineData("${(async () => 1)()}", "promise")]
    public void Render_WithoutAValue_SaysWhy(string template, string reason)
        => FluentActions.Invoking(() => Template.Compile(template).Render(Scopes.Create(Data)))
            .Should().Throw<ExpressionException>().WithMessage($"*{reason}*").Which.Hint.Should().NotBeEmpty();

    [Theory]
    [InlineData("${", "not closed")]
    [InlineData("${}", "empty")]
    [InlineData("${data.}", "no JavaScript expression")]
    [InlineData("${dta.x}", "'dta' is not in scope")]
    [InlineData("${setTimeout(1)}", "'setTimeout' is not in scope")]
    [InlineData("${eval('1')}", "'eval' is not in scope")]
    [InlineData("${let x = 1}", "no JavaScript expression")]
    [InlineData("${1); (2}", "no JavaScript expression")]
    [InlineData("${a; b}", "no JavaScript expression")]
    public void Validate_OfAnInvalidTemplate_SaysWhatIsWrong(string template, string problem)
        => Template.Validate(template).Should().Contain(problem);

    [Fact]
    public void IsConstant_DependsOnExpressionsOnly()
    {
        Template.Compile("a \\${b}").IsConstant.Should().BeTrue();
        Template.Compile("").IsConstant.Should().BeTrue();
        Template.Compile("${1}").IsConstant.Should().BeFalse();
        Template.Validate("${data.p.q}").Should().BeNull();
    }

    [Theory]
    [InlineData("""{"z":"${data.p.n}","a":"${data.p.q}!","m":[true,null,1.0,"${data.p.z}"]}""", """{"a":"why \"so\"?\nüber!","m":[true,null,1,null],"z":1.5}""")]
    [InlineData("""{"o":"${data.p.o}","s":"o: ${data.p.o}"}""", """{"o":{"a":[2,"x\"y"],"b":1},"s":"o: {\"a\":[2,\"x\\\"y\"],\"b\":1}"}""")]
    [InlineData("\"${data.p.q}\"", "\"why \\\"so\\\"?\\nüber\"")]
    [InlineData("""{"k":"\u0001 ${user.index} \\"}""", """{"k":"\u0001 0 \\"}""")]
    [InlineData("""{"made":"${({b: 1, a: 'é\u2028'})}"}""", "{\"made\":{\"a\":\"é\u2028\",\"b\":1}}")]
    public void Write_OnBothPaths_GivesCanonicalJson(string body, string expected)
    {
        var scope = Scopes.Create(Data);

        Write(JsonTemplate.Compile(JsonNode.Parse(body)), scope).Should().Be(expected);
        Write(JsonTemplate.Compile(JsonNode.Parse(body), EvaluationPath.Interpreter), scope).Should().Be(expected);
    }

    [Fact]
    public void Write_OfANumberThatDoublesCannotHold_KeepsItsDigits()
        => Write(JsonTemplate.Compile(JsonNode.Parse("""{"id":"${data.p.big}"}""")), Scopes.Create(Data)).Should().Be("""{"id":9007199254740993}""");

    [Theory]
    [InlineData("""{"a":"${data.p.missing}"}""", "undefined")]
    [InlineData("""{"a":"x${data.p.z}"}""", "null")]
    [InlineData("""{"a":"${data.p.lone}"}""", "Unicode")]
    public void Write_WithoutAValue_SaysWhy(string body, string reason)
    {
        var scope = Scopes.Create("""{"p":{"z":null,"lone":"\ud800"}}""");

        FluentActions.Invoking(() => Write(JsonTemplate.Compile(JsonNode.Parse(body)), scope)).Should().Throw<ExpressionException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void Validate_OfAComputedKey_IsRefused()
        => JsonTemplate.Validate(JsonNode.Parse("""{"${user.id}":1}""")).Should().Contain("key");

    [Fact]
    public void Render_WithARecord_PutsExpressionsInPlaceOfKeptValues()
    {
        var template = Template.Compile("/u/${keep.user.id}/${user.index}/${keep.user['id'] + 1}");
        var scope = Scopes.Create();
        scope.Keep["user"] = Scopes.Json("""{"id":7}""");

        template.Render(scope, TokenKinds.Kept, out var recorded).Should().Be("/u/7/0/8");
        recorded.Should().Be("/u/${keep.user.id}/0/${keep.user['id'] + 1}");
        template.UsesKept.Should().BeTrue();
        Template.Compile("/${user.id}").Render(scope, TokenKinds.Kept, out recorded).Should().Be("/user-0");
        recorded.Should().Be("/user-0");
    }

    [Fact]
    public void Write_WithARecord_EvaluatesOnceAndPutsExpressionsInPlaceOfKeptValues()
    {
        var template = JsonTemplate.Compile(JsonNode.Parse("""{"a":"${keep.user.id}","b":"u ${keep.user.name}!","c":"${random.int(1000)}","d":"${keep.user.id + random.int(1000)}","e":"${random.int(1000)}"}"""));
        var scope = Scopes.Create(seed: 7);
        scope.Keep["user"] = Scopes.Json("""{"id":7,"name":"Ann"}""");
        var draws = Scopes.Create(seed: 7).Random.Fork("script");
        var (c, d, e) = (draws.NextInt64(1000), draws.NextInt64(1000) + 7, draws.NextInt64(1000));
        var (output, recorded) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());

        template.Write(scope, TokenKinds.Kept, output, recorded);

        template.UsesKept.Should().BeTrue();
        Encoding.UTF8.GetString(output.WrittenSpan).Should().Be($$"""{"a":7,"b":"u Ann!","c":{{c}},"d":{{d}},"e":{{e}}}""");
        Encoding.UTF8.GetString(recorded.WrittenSpan).Should().Be($$$"""{"a":"${keep.user.id}","b":"u ${keep.user.name}!","c":{{{c}}},"d":"${keep.user.id + random.int(1000)}","e":{{{e}}}}""");
    }

    private static string Write(JsonTemplate template, ExpressionScope scope)
    {
        var output = new ArrayBufferWriter<byte>();
        template.Write(scope, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

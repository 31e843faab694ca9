using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

public sealed class ScriptTests
{
    private const string Body = """
        {"metrics":{"failed":0,"ratio":0.5},"items":[1,"two",{"three":3}],"grade":"A","text":"a\"bé","none":null,"yes":true,"no":false,"empty":"","list":[],"own":{"toString":1}}
        """;

    [Theory]
    [InlineData("body.metrics.failed === 0", true)]
    [InlineData("body.metrics.failed !== 0", false)]
    [InlineData("body.metrics.ratio >= 0.5 && body.metrics.ratio < 1", true)]
    [InlineData("body.grade === 'A'", true)]
    [InlineData("'A' === body.grade", true)]
    [InlineData("body.grade === body.grade", true)]
    [InlineData("body.text === 'a\"b\\u00e9'", true)]
    [InlineData("body.text.length === 4", true)]
    [InlineData("body.items.length === 3", true)]
    [InlineData("body.items[2].three === 3", true)]
    [InlineData("body.items[3] === undefined", true)]
    [InlineData("body['grade'] == 'A'", true)]
    [InlineData("body.none === null && body.none == undefined", true)]
    [InlineData("body.missing?.deeper.still === undefined", true)]
    [InlineData("(body.missing ?? 'x') === 'x'", true)]
    [InlineData("body.yes ? body.no : body.yes", false)]
    [InlineData("body.empty", false)]
    [InlineData("body.list", true)]
    [InlineData("!body.none", true)]
    [InlineData("-body.metrics.ratio === -0.5", true)]
    [InlineData("body.metrics.ratio * 4 + 1 - 3 / 2 === 1.5", true)]
    [InlineData("7 % 4 === 3", true)]
    [InlineData("typeof body.items === 'object' && typeof body.grade === 'string'", true)]
    [InlineData("body.own.toString === 1", true)]
    [InlineData("typeof body.toString === 'function'", true)]
    [InlineData("status === 200", true)]
    [InlineData("headers['content-type'] === 'application/json'", true)]
    [InlineData("user.id === 'user-0' && user.index === 0", true)]
    [InlineData("step.name === 'ask' && step.number === 1", true)]
    [InlineData("env.TOKEN === 't0ken' && env.NONE === null", true)]
    [InlineData("vars.base === 'http://localhost' && vars.none === undefined", true)]
    [InlineData("engine.base === 'http://127.0.0.1:8080'", true)]
    [InlineData("run.seed === '42' && run.environment === null", true)]
    [InlineData("'a' < 'b' && 'a' + 'b' === 'ab'", true)]
    [InlineData("body.grade == 0", false)]
    [InlineData("body === body", true)]
    [InlineData("keep", true)]
    [InlineData("body.items.map(x => typeof x).join() === 'number,string,object'", true)]
    [InlineData("/^[A-F]$/.test(body.grade)", true)]
    [InlineData("Object.keys(data).length === 0", true)]
    public void EvaluateTruth_OnBothPaths_IsTheSame(string expression, bool expected)
    {
        var scope = Scopes.Create(body: Body);

        Script.Compile(expression).EvaluateTruth(scope).Should().Be(expected);
        Script.Compile(expression, EvaluationPath.Interpreter).EvaluateTruth(scope).Should().Be(expected);
    }

    [Theory]
    [InlineData("body.metrics.ratio", 0.5)]
    [InlineData("body.yes", 1.0)]
    [InlineData("body.no", 0.0)]
    [InlineData("body.metrics.missing", null)]
    [InlineData("body.none", null)]
    [InlineData("0 / 0", null)]
    [InlineData("1 / 0", null)]
    [InlineData("'12'", null)]
    [InlineData("body.items", null)]
    [InlineData("Number('12')", 12.0)]
    public void EvaluateNumber_OnBothPaths_NeverMakesANumberUp(string expression, double? expected)
    {
        var scope = Scopes.Create(body: Body);

        Script.Compile(expression).EvaluateNumber(scope).Should().Be(expected);
        Script.Compile(expression, EvaluationPath.Interpreter).EvaluateNumber(scope).Should().Be(expected);
    }

    [Theory]
    [InlineData("body.missing.deeper", "body.missing is undefined")]
    [InlineData("body.none.deeper", "body.none is null")]
    public void EvaluateTruth_MemberOfNothing_SaysWhat(string expression, string reason)
    {
        var scope = Scopes.Create(body: Body);

        FluentActions.Invoking(() => Script.Compile(expression).EvaluateTruth(scope)).Should().Throw<ExpressionException>().WithMessage($"*{reason}*");
        FluentActions.Invoking(() => Script.Compile(expression, EvaluationPath.Interpreter).EvaluateTruth(scope)).Should().Throw<ExpressionException>();
    }
}

using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

public sealed class ScriptLimitTests
{
    [Theory]
    [InlineData("(() => { while (true) { } })()", ExpressionFailure.Limit, "100000 statements")]
    [InlineData("(() => { for (let i = 0; ; i++) { i++; } })()", ExpressionFailure.Limit, "100000 statements")]
    [InlineData("(function f(n) { return f(n + 1) + 1; })(0)", ExpressionFailure.Limit, "called itself more than 100 times")]
    [InlineData("(f => f(f))(f => 1 + f(f))", ExpressionFailure.Limit, "called itself more than 100 times")]
    [InlineData("(() => { let s = 'x'; for (let i = 0; i < 60; i++) { s = s + s; } return s.length; })()", null, "")]
    [InlineData("'x'.repeat(2 ** 29)", null, "")]
    [InlineData("'x'.repeat(2 ** 40)", null, "")]
    [InlineData("'x'.padStart(2 ** 30)", null, "")]
    [InlineData("new Array(2 ** 31).fill(0)", null, "")]
    [InlineData("[...Array(10000000).keys()].length", null, "")]
    [InlineData("new ArrayBuffer(2 ** 31)", null, "")]
    [InlineData("new Uint8Array(2 ** 31 - 1)", null, "")]
    [InlineData("Array.from({ length: 2 ** 31 })", null, "")]
    [InlineData("[1, 2, 3].concat(new Array(2 ** 32 - 1))", null, "")]
    [InlineData("2n ** (2n ** 40n)", null, "")]
    [InlineData("/(a+)+b/.test('a'.repeat(40))", ExpressionFailure.Resource, "regular expression")]
    [InlineData("(() => { let a = [1]; for (;;) { a = a.concat(a); } })()", null, "")]
    [InlineData("(() => { const o = {}; o.self = o; return o; })().self.x.y", ExpressionFailure.Value, "")]
    [InlineData("[1].map(function f(x) { return [x].map(f); })", null, "")]
    [InlineData("(() => { const a = []; a[0] = a; return a; })().toString().x.y", null, "")]
    [InlineData("JSON.parse('['.repeat(50000))", null, "")]
    public void Evaluation_BeyondALimit_IsAnErrorAndNothingElse(string expression, ExpressionFailure? failure, string reason)
    {
        var error = FluentActions.Invoking(() => Script.Compile(expression).EvaluateTruth(Scopes.Create())).Should().Throw<ExpressionException>().WithMessage($"*{reason}*").Which;
        error.ExitCode.Should().Be(ExitCode.Usage);
        error.Code.Should().Be("SUITE.EXPRESSION");
        if (failure is not null)
        {
            error.Failure.Should().Be(failure);
        }

        Script.Compile("[1, 2].map(x => x + 1).join() === '2,3'").EvaluateTruth(Scopes.Create()).Should().BeTrue();
    }
}

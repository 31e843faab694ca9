using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

/// <summary>The compiled form and the interpreter give the same value, or fail in the same way, for every expression in every scope.</summary>
public sealed class PathAgreementTests
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "length", "toString", "constructor", "__proto__", "0", "ü");

    // Numbers that a double holds: others keep their digits on the compiled path, which is documented.
    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.OneOf("0", "-0", "1", "1.0", "-1", "0.5", "1e2", "1e21", "1e-7", "123456789012", "9007199254740991"),
        Gen.Int[-3, 3].Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Double[-1000, 1000].Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static readonly Gen<string> Text = Gen.OneOf("\"\"", "\"a\"", "\"b\"", "\"10\"", "\"ü\"", "\"\\u00fc\"", "\"\\ud83d\\ude00\"", "\"a\\\"b\\\\\\n\"", "\"\\u0061\"", "\"\\ud800\"");

    private static readonly Gen<string> Document = Gen.Recursive<string>((depth, inner) => depth > 3 ? Scalar : Gen.Frequency(
        (2, Scalar),
        (1, inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
        (2, Gen.Select(Name, inner).Array[0, 3].Select(members => $"{{{string.Join(',', members.DistinctBy(member => member.Item1).Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}"))));

    private static readonly Gen<string> Root = Gen.OneOf("body", "data.p", "data.p", "keep.k", "data", "keep", "data.q", "user.id", "user.index", "status", "step", "headers.x", "run.environment", "env.NONE");

    private static readonly Gen<string> Link = Gen.OneOf(
        Name.Where(name => name != "0").Select(name => $".{name}"),
        Name.Where(name => name != "0").Select(name => $"?.{name}"),
        Name.Select(name => $"['{name}']"),
        Name.Select(name => $"?.['{name}']"),
        Gen.Int[0, 3].Select(index => $"[{index.ToString(CultureInfo.InvariantCulture)}]"));

    private static readonly Gen<string> Path = Gen.Select(Root, Link.Array[0, 3]).Select((root, links) => root + string.Concat(links));

    private static readonly Gen<string> Literal = Gen.OneOf(
        Number.Select(number => $"({number})"), Text, Gen.OneOf("null", "undefined", "true", "false", "NaN", "Infinity", "'10'", "'a'"));

    private static readonly Gen<string> Operator = Gen.OneOf(
        "===", "===", "!==", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&&", "||");

    private static readonly Gen<string> Expression = Gen.Recursive<string>((depth, inner) => depth > 3 ? Operand : Gen.Frequency(
        (3, Operand),
        (4, Gen.Select(inner, Operator, inner).Select((left, operation, right) => $"({left} {operation} {right})")),
        (1, Gen.Select(inner, inner).Select((left, right) => $"({left} ?? {right})")),
        (1, Gen.Select(inner, inner, inner).Select((test, yes, no) => $"({test} ? {yes} : {no})")),
        (2, Gen.Select(Gen.OneOf("!", "-", "+", "typeof "), inner).Select((operation, operand) => $"({operation}{operand})"))));

    private static Gen<string> Scalar => Gen.OneOf(Number, Text, Gen.OneOf("null", "true", "false"));

    private static Gen<string> Operand => Gen.Frequency((3, Path), (1, Literal));

    [Fact]
    public void BothPaths_ForRandomExpressionsInRandomScopes_Agree()
        => Gen.Select(Expression, Document, Document, Document).Sample((expression, body, row, kept) =>
        {
            var scope = Scopes.Create(new Dictionary<string, JsonElement> { ["p"] = Scopes.Json(row) }, Scopes.Json(body), Scopes.Json(kept));
            return Outcome(expression, scope, EvaluationPath.Fastest) == Outcome(expression, scope, EvaluationPath.Interpreter);
        }, iter: 600, threads: 1, print: sample => $"{sample.Item1}\nbody: {sample.Item2}\nrow: {sample.Item3}\nkept: {sample.Item4}");

    [Fact]
    public void BothPaths_ForEveryOperatorAndPairOfValues_Agree()
    {
        string[] values =
        [
            "null", "true", "false", "0", "-0", "1", "1.0", "2", "0.1", "1e21", "\"\"", "\"0\"", "\"1\"", "\"a\"", "\"b\"", "\"\\u0061\"", "\"ab\"", "\"\\ud83d\\ude00\"", "\"\\uffff\"", "\"\\ud800\"",
            "[]", "[1]", "{}", "{\"a\":1}",
        ];
        string[] operators = ["===", "!==", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "&&", "||", "??"];
        foreach (var operation in operators)
        {
            var expression = $"data.p.a {operation} data.p.b";
            var compiled = (Script.Compile(expression), Body(expression, EvaluationPath.Fastest));
            var interpreted = (Script.Compile(expression, EvaluationPath.Interpreter), Body(expression, EvaluationPath.Interpreter));
            foreach (var (left, right) in values.SelectMany(left => values.Select(right => (left, right))))
            {
                var row = Scopes.Json($$"""{"a":{{left}},"b":{{right}}}""");
                var scope = Scopes.Create(new Dictionary<string, JsonElement> { ["p"] = row }, default, default);

                Outcome(compiled, scope).Should().Be(Outcome(interpreted, scope), "of {0} {1} {2}", left, operation, right);
            }
        }
    }

    private static string Outcome(string expression, ExpressionScope scope, EvaluationPath path)
        => Outcome((Script.Compile(expression, path), Body(expression, path)), scope);

    private static JsonTemplate Body(string expression, EvaluationPath path) => JsonTemplate.Compile(JsonValue.Create($"${{{expression}}}"), path);

    private static string Outcome((Script Script, JsonTemplate Body) compiled, ExpressionScope scope)
    {
        var (script, body) = compiled;
        return $"{Of(() => script.EvaluateTruth(scope).ToString())} {Of(() => script.EvaluateNumber(scope)?.ToString("R", CultureInfo.InvariantCulture) ?? "none")} {Of(() => Write(body, scope))}";
    }

    private static string Of(Func<string> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (ExpressionException error)
        {
            return error.Failure.ToString();
        }
    }

    private static string Write(JsonTemplate template, ExpressionScope scope)
    {
        var output = new ArrayBufferWriter<byte>();
        template.Write(scope, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}

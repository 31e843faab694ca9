using CsCheck;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

public sealed class MaskYamlTests
{
    private static readonly Gen<string> Name = Gen.OneOf(Among("a", "yes", "null", "~0", "1", "a b", "été", "🚀", "x*", "\"", "\\", "a: b", "- a", "#", "\t", "*"), Gen.String[Gen.Char[' ', '\ud7ff'], 1, 8]);

    [Fact]
    public void Lines_AnyMask_ReadsBackAsItself() =>
        Gen.Select(Name.Array[0, 4], Name, Among(MaskKind.Type, MaskKind.Token, MaskKind.Tolerance, MaskKind.Opaque), Gen.Int[1, 1_000_000]).Sample((tokens, reason, kind, amount) =>
        {
            var mask = new MaskSpec
            {
                Step = "ask",
                At = string.Concat(tokens.Select(token => "/" + (token == "*" ? token : token.Replace("*", "x", StringComparison.Ordinal).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)))),
                Kind = kind,
                Reason = $"r{reason}",
                Abs = kind == MaskKind.Tolerance && amount % 2 == 0 ? amount / 1000m : 0,
                Rel = kind == MaskKind.Tolerance && amount % 2 == 1 ? amount / 1_000_000m : 0,
            };
            var yaml = string.Join('\n', MaskYaml.Lines([mask]));

            yaml.Should().MatchRegex(@"\A[ -~\n]*\z");
            MaskListReader.ReadOrThrow(yaml, "masks.yaml", Suite()).Should().Equal(mask);
        });

    [Theory]
    [InlineData("masks: [{ step: asc, at: /a, kind: type, reason: r }]", "'asc' is no step")]
    [InlineData("other: 1", "a mapping with masks")]
    [InlineData("", "empty")]
    [InlineData("replay: { masks: [{ step: ask, at: a, kind: type, reason: r }] }", "JSON Pointer")]
    public void ReadOrThrow_BadFile_SaysWhat(string yaml, string problem) =>
        FluentActions.Invoking(() => MaskListReader.ReadOrThrow(yaml, "masks.yaml", Suite())).Should().Throw<InvalidSuiteException>().Which.Problems.Should().Contain(found => found.Message.Contains(problem, StringComparison.Ordinal));

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Suite Suite() => SuiteReader.ReadOrThrow("{ version: 1, name: m, engine: { kind: toron }, sim: { scenarios: { a: { steps: [ { name: ask, call: GET / } ] } } } }", "suite.yaml");
}

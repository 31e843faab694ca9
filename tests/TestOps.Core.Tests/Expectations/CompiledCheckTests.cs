using System.Text.Json.Nodes;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;
using TestOps.Core.Expressions;
using TestOps.Core.Suites;
using TestOps.Core.Tests.Expressions;

namespace TestOps.Core.Tests.Expectations;

public sealed class CompiledCheckTests
{
    private const string Body = """
        {"n":0.31,"one":1.0,"big":9007199254740993,"tiny":1e-40,"huge":1e400,"text":"grade A","uni":"ü😀","list":[1,"two",{"a":1,"b":2}],"o":{"b":[1,2],"a":null},"none":null,"yes":true,"a/b":5,"lone":"\ud800"}
        """;

    [Theory]
    [InlineData("/n", """{"equals":0.31}""", null)]
    [InlineData("/n", """{"equals":0.310}""", null)]
    [InlineData("/n", """{"equals":"0.31"}""", "expected \"0.31\", was 0.31")]
    [InlineData("/one", """{"equals":1}""", null)]
    [InlineData("/one", """{"equals":10e-1}""", null)]
    [InlineData("/big", """{"equals":9007199254740992}""", "expected 9007199254740992, was 9007199254740993")]
    [InlineData("/text", """{"equals":"grade A"}""", null)]
    [InlineData("/text", """{"equals":"grade a"}""", "expected \"grade a\", was \"grade A\"")]
    [InlineData("/o", """{"equals":{"a":null,"b":[1,2]}}""", null)]
    [InlineData("/o", """{"equals":{"a":null,"b":[2,1]}}""", "expected {\"a\":null,\"b\":[2,1]}, was {\"b\":[1,2],\"a\":null}")]
    [InlineData("/none", """{"equals":null}""", null)]
    [InlineData("/yes", """{"equals":null}""", "expected null, was true")]
    [InlineData("/missing", """{"equals":null}""", "expected null, was absent")]
    [InlineData("/n", """{"in":[1,0.31]}""", null)]
    [InlineData("/text", """{"in":["A","B"]}""", "expected one of \"A\", \"B\", was \"grade A\"")]
    [InlineData("/missing", """{"in":["A"]}""", "expected one of \"A\", was absent")]
    [InlineData("/text", """{"matches":"^grade [A-F]$"}""", null)]
    [InlineData("/text", """{"matches":"^A"}""", "expected a match of ^A, was \"grade A\"")]
    [InlineData("/n", """{"matches":"."}""", "expected a match of ., was 0.31")]
    [InlineData("/missing", """{"matches":"."}""", "expected a match of ., was absent")]
    [InlineData("/text", """{"contains":"ade"}""", null)]
    [InlineData("/text", """{"contains":"ADE"}""", "expected something that contains \"ADE\", was \"grade A\"")]
    [InlineData("/list", """{"contains":{"b":2.0,"a":1}}""", null)]
    [InlineData("/list", """{"contains":"1"}""", "expected something that contains \"1\", was [1,\"two\",{\"a\":1,\"b\":2}]")]
    [InlineData("/o", """{"contains":"a"}""", "expected something that contains \"a\", was {\"b\":[1,2],\"a\":null}")]
    [InlineData("/missing", """{"contains":"a"}""", "expected something that contains \"a\", was absent")]
    [InlineData("/none", """{"exists":true}""", null)]
    [InlineData("/missing", """{"exists":true}""", "expected a value, was absent")]
    [InlineData("/missing", """{"exists":false}""", null)]
    [InlineData("/none", """{"exists":false}""", "expected absent, was null")]
    [InlineData("/one", """{"type":"integer"}""", null)]
    [InlineData("/n", """{"type":"number"}""", null)]
    [InlineData("/n", """{"type":"integer"}""", "expected type integer, was type number: 0.31")]
    [InlineData("/tiny", """{"type":"integer"}""", "expected type integer, was type number: 1e-40")]
    [InlineData("/yes", """{"type":"boolean"}""", null)]
    [InlineData("/yes", """{"type":"string"}""", "expected type string, was type boolean: true")]
    [InlineData("/none", """{"type":"null"}""", null)]
    [InlineData("/o", """{"type":"object"}""", null)]
    [InlineData("/list", """{"type":"array"}""", null)]
    [InlineData("/missing", """{"type":"null"}""", "expected type null, was absent")]
    [InlineData("/uni", """{"length":3}""", null)]
    [InlineData("/list", """{"length":3}""", null)]
    [InlineData("/o", """{"length":2}""", null)]
    [InlineData("/list", """{"length":2}""", "expected length 2, was length 3: [1,\"two\",{\"a\":1,\"b\":2}]")]
    [InlineData("/n", """{"length":2}""", "expected length 2, was something without a length: 0.31")]
    [InlineData("/missing", """{"length":0}""", "expected length 0, was absent")]
    [InlineData("/n", """{"min":0.31,"max":0.31}""", null)]
    [InlineData("/n", """{"min":0.5}""", "expected >= 0.5, was 0.31")]
    [InlineData("/n", """{"max":0.3}""", "expected <= 0.3, was 0.31")]
    [InlineData("/big", """{"max":9007199254740992}""", "expected <= 9007199254740992, was 9007199254740993")]
    [InlineData("/tiny", """{"max":0}""", "expected <= 0, was 1e-40")]
    [InlineData("/huge", """{"min":1}""", null)]
    [InlineData("/text", """{"min":0}""", "expected >= 0, was \"grade A\"")]
    [InlineData("/missing", """{"min":0}""", "expected >= 0, was absent")]
    [InlineData("/list/1", """{"equals":"two"}""", null)]
    [InlineData("/list/3", """{"exists":false}""", null)]
    [InlineData("/list/-", """{"exists":false}""", null)]
    [InlineData("/a~1b", """{"equals":5}""", null)]
    [InlineData("", """{"type":"object","exists":true}""", null)]
    [InlineData("/lone", """{"contains":"x"}""", "expected something that contains \"x\", was \"\\ud800\"")]
    [InlineData("/lone", """{"equals":"xyzxyz"}""", "expected a body of well-formed JSON, was U+D800 is a lone*")]
    public void At_WithACondition_IsJudged(string pointer, string conditions, string? failure)
        => Judge(new AtCheck(pointer, Conditions(conditions)) { Name = pointer }).Should().Match(failure ?? "passed");

    [Theory]
    [InlineData("CONTENT-type", """{"equals":"application/json"}""", null)]
    [InlineData("content-type", """{"contains":"xml"}""", "expected something that contains \"xml\", was \"application/json\"")]
    [InlineData("Set-X", """{"equals":"a, b"}""", null)]
    [InlineData("X-Count", """{"equals":5}""", null)]
    [InlineData("X-Count", """{"min":4,"max":5.5}""", null)]
    [InlineData("X-Count", """{"min":6}""", "expected >= 6, was \"5.0\"")]
    [InlineData("X-Count", """{"type":"string","length":3}""", null)]
    [InlineData("X-Flag", """{"equals":true}""", null)]
    [InlineData("X-None", """{"exists":false}""", null)]
    [InlineData("X-None", """{"matches":"."}""", "expected a match of ., was absent")]
    [InlineData("X-Flag", """{"exists":false}""", "expected absent, was \"true\"")]
    public void Header_WithACondition_IsJudged(string header, string conditions, string? failure)
        => Judge(new HeaderCheck(header, Conditions(conditions)) { Name = header }).Should().Be(failure ?? "passed");

    [Theory]
    [InlineData(new int[0], 200, null)]
    [InlineData(new int[0], 399, null)]
    [InlineData(new int[0], 404, "expected a status from 200 to 399, was 404")]
    [InlineData(new[] { 201 }, 200, "expected 201, was 200")]
    [InlineData(new[] { 200, 404 }, 404, null)]
    [InlineData(new[] { 200, 404 }, 500, "expected one of 200, 404, was 500")]
    [InlineData(new[] { 202, 200, 201 }, 500, "expected a status from 200 to 202, was 500")]
    [InlineData(new[] { 201, 301, 302, 303 }, 500, "expected one of 201, 301 to 303, was 500")]
    public void Status_OfAList_IsJudged(int[] accepted, int status, string? failure)
        => Judge(new StatusCheck(accepted) { Name = "status" }, status).Should().Be(failure ?? "passed");

    [Theory]
    [InlineData("body.n > 0.3", null)]
    [InlineData("body.n > 0.5", "expected body.n > 0.5, was false")]
    [InlineData("body.list.some(x => x === 'two')", null)]
    [InlineData("body.missing.deeper === 1", "expected body.missing.deeper === 1, was an error: body.missing is undefined, so it has no 'deeper'")]
    [InlineData("body.n.map(x => x)", "expected body.n.map(x => x), was an error: *map*")]
    [InlineData("(() => { while (true) { } })()", "expected (() => { while (true) { } })(), was an error: it ran more than 100000 statements")]
    public void Script_IsJudgedByItsTruth(string script, string? failure)
        => Judge(new ScriptCheck(script) { Name = "js" }).Should().Match(failure ?? "passed");

    [Fact]
    public void Evaluate_OutOfTime_IsNoFinding()
    {
        var slow = "a".PadRight(40, 'a');
        var body = $$"""{"text":"{{slow}}"}""";

        FluentActions.Invoking(() => Judge(new ScriptCheck("/(a+)+b/.test(body.text)") { Name = "js" }, body: body))
            .Should().Throw<ExpressionException>().Which.Failure.Should().Be(ExpressionFailure.Resource);
        FluentActions.Invoking(() => Judge(new AtCheck("/text", new Conditions { Matches = "(a+)+b" }) { Name = "slow" }, body: body))
            .Should().Throw<ExpressionException>().Which.Failure.Should().Be(ExpressionFailure.Resource);
    }

    [Fact]
    public void Evaluate_OfABodyWithLoneSurrogates_FailsWithoutBreaking()
    {
        const string Broken = """{"\ud800":1,"\ud801abc":2,"n":3,"s":"\ud800x"}""";

        Judge(new AtCheck("/n", new Conditions { EqualTo = new Expected(3) }) { Name = "n" }, body: Broken).Should().Be("passed");
        Judge(new ScriptCheck("body.n === 3 && body.s === '\\ud800x' && body.s.length === 2 && body['\\ud800'] === 1") { Name = "js" }, body: Broken).Should().Be("passed");
    }

    [Fact]
    public void Evaluate_WithoutAJsonBody_FindsNothing()
    {
        Judge(new AtCheck("", new Conditions { Exists = true }) { Name = "body" }, body: "").Should().Be("expected a value, was absent");
        Judge(new AtCheck("/n", new Conditions { Exists = false }) { Name = "n" }, body: "").Should().Be("passed");
    }

    [Fact]
    public void Evaluate_LongTexts_AreShortenedWithoutTearingCharacters()
    {
        var body = $$"""{"text":"x{{string.Concat(Enumerable.Repeat("😀", 300))}}"}""";
        var check = CompiledCheck.Compile(new AtCheck("/text", new Conditions { EqualTo = new Expected(new string('y', 300)) }) { Name = "long" });

        var outcome = check.Evaluate(Input(200, body));

        check.Name.Should().Be("long");
        outcome.Expected.Should().HaveLength(200).And.EndWith("yyy...");
        outcome.Actual!.Length.Should().BeInRange(198, 200);
        outcome.Actual.Should().EndWith("😀...");
    }

    [Theory]
    [InlineData("/a", """{}""", "no condition")]
    [InlineData("/a", """{"exists":false,"min":1}""", "expects an absent value")]
    [InlineData("a", """{"exists":true}""", "JSON Pointer")]
    [InlineData("/a~2", """{"exists":true}""", "JSON Pointer")]
    [InlineData("/a", """{"matches":"("}""", "no regular expression")]
    [InlineData("/a", """{"type":"float"}""", "no type 'float'")]
    public void Validate_OfAnImpossibleCheck_SaysWhatIsWrong(string pointer, string conditions, string problem)
        => CompiledCheck.Validate(new AtCheck(pointer, Conditions(conditions)) { Name = "bad" }).Should().Contain(problem).And.Contain("; ");

    [Fact]
    public void Validate_OfAScript_ReportsTheExpression()
    {
        CompiledCheck.Validate(new ScriptCheck("nothing.here") { Name = "js" }).Should().Contain("'nothing' is not in scope");
        CompiledCheck.Validate(new ScriptCheck("body.here") { Name = "js" }).Should().BeNull();
    }

    internal static string Judge(CheckSpec check, int status = 200, string body = Body) => CompiledCheck.Compile(check).Evaluate(Input(status, body)).ToString();

    private static CheckInput Input(int status, string body) => new()
    {
        Status = status,
        Headers = [new Header("Content-Type", "application/json"), new Header("set-x", "a"), new Header("Set-X", "b"), new Header("x-count", "5.0"), new Header("x-flag", "true")],
        Body = body.Length == 0 ? default : Scopes.Json(body),
        Scope = Scopes.Create(body: body, status: status),
    };

    private static Conditions Conditions(string json)
    {
        var given = JsonNode.Parse(json)!.AsObject();
        return new Conditions
        {
            EqualTo = given.TryGetPropertyValue("equals", out var equals) ? new Expected(equals) : null,
            In = given["in"]?.AsArray().ToList(),
            Matches = (string?)given["matches"],
            Contains = given.TryGetPropertyValue("contains", out var contains) ? new Expected(contains) : null,
            Exists = (bool?)given["exists"],
            Type = (string?)given["type"],
            Length = (int?)given["length"],
            Min = (decimal?)given["min"],
            Max = (decimal?)given["max"],
        };
    }
}

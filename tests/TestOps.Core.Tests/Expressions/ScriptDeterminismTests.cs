using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

public sealed class ScriptDeterminismTests
{
    private const string Draws = "${[Math.random(), random.int(1000), random.unit(), random.pick(['a', 'b', 'c'])]}";

    [Fact]
    public void Random_SameSeedAndSession_GivesTheSameDraws()
    {
        var first = Render(Draws, Scopes.Create(seed: 7, session: 3));

        Render(Draws, Scopes.Create(seed: 7, session: 3)).Should().Be(first);
        Render(Draws, Scopes.Create(seed: 8, session: 3)).Should().NotBe(first);
        Render(Draws, Scopes.Create(seed: 7, session: 4)).Should().NotBe(first);
    }

    [Fact]
    public void Random_InOneSession_MovesOn()
    {
        var scope = Scopes.Create();

        Render(Draws, scope).Should().NotBe(Render(Draws, scope));
    }

    [Fact]
    public void Random_DrawsFromTheStreamScriptOnly()
    {
        var scope = Scopes.Create(seed: 7);
        scope.Random.Fork("think").NextUInt64();
        var twin = SeededRandom.ForSession(7, 0).Fork("script");

        Script.Compile("Math.random()").EvaluateNumber(scope).Should().Be(twin.NextUnit());
        Script.Compile("random.int(1000)").EvaluateNumber(scope).Should().Be(twin.NextInt64(1000));
        scope.Random.Fork("think").NextUInt64().Should().Be(SecondDraw("think"));

        static ulong SecondDraw(string label)
        {
            var stream = SeededRandom.ForSession(7, 0).Fork(label);
            stream.NextUInt64();
            return stream.NextUInt64();
        }
    }

    [Theory]
    [InlineData("random.int(0)")]
    [InlineData("random.int(1.5)")]
    [InlineData("random.int('3')")]
    [InlineData("random.int()")]
    [InlineData("random.pick([])")]
    public void Random_WithoutARange_IsRefused(string expression)
        => FluentActions.Invoking(() => Script.Compile(expression).EvaluateTruth(Scopes.Create())).Should().Throw<ExpressionException>().WithMessage("*was called with*");

    [Fact]
    public void Date_IsTheSessionsClockInUtc()
    {
        var clock = SessionClock.Virtual();
        var scope = Scopes.Create(clock: clock);

        Render("${new Date().toISOString()}", scope).Should().Be("2026-01-01T00:00:00.000Z");
        clock.Advance(90_061_005_000_000);
        Render("${new Date().toISOString()}", scope).Should().Be("2026-01-02T01:01:01.005Z");
        Script.Compile("Date.now()").EvaluateNumber(scope).Should().Be(1_767_315_661_005);
        Script.Compile("new Date().getTimezoneOffset() === 0 && new Date(2026, 5, 1).toISOString() === '2026-06-01T00:00:00.000Z'").EvaluateTruth(scope).Should().BeTrue();
        Render("${new Date('2026-07-01T12:00:00').toISOString()}", scope).Should().Be("2026-07-01T12:00:00.000Z");
        Render("${Date()}", scope).Should().StartWith("Fri Jan 02 2026 01:01:01 GMT+0000");
    }

    [Theory]
    [InlineData("(1234.5).toLocaleString('de-DE')", "1234.5")]
    [InlineData("'i'.toLocaleUpperCase('tr')", "I")]
    [InlineData("['z', 'ä', 'a', 'B'].sort((x, y) => x.localeCompare(y)).join('')", "Bazä")]
    [InlineData("new Date(0).toLocaleDateString()", "1970-01-01")]
    [InlineData("new Date(0).toLocaleTimeString()", "00:00:00")]
    [InlineData("new Date(0).toLocaleString('ja-JP')", "1970-01-01T00:00:00.000Z")]
    public void Locales_HaveNoInfluence(string expression, string expected) => Render($"${{{expression}}}", Scopes.Create()).Should().Be(expected);

    [Theory]
    [InlineData("Array.prototype.leak = 1")]
    [InlineData("Object.prototype.leak = 1")]
    [InlineData("globalThis.leak = 1")]
    [InlineData("Math.random = () => 4")]
    [InlineData("Object.defineProperty(Math, 'leak', { value: 1 })")]
    [InlineData("Object.setPrototypeOf(Array.prototype, {})")]
    [InlineData("delete Math.random")]
    [InlineData("Date.now = () => 0")]
    [InlineData("body = 1")]
    [InlineData("(function* () {}).constructor.prototype.leak = 1")]
    [InlineData("(async function () {}).constructor.prototype.leak = 1")]
    [InlineData("Object.getPrototypeOf([][Symbol.iterator]()).next = null")]
    [InlineData("Object.getPrototypeOf(new Map().entries()).next = null")]
    [InlineData("Object.getPrototypeOf(''.matchAll(/x/g)).next = null")]
    [InlineData("Object.getPrototypeOf(Int8Array).leak = 1")]
    [InlineData("random.int = 1")]
    [InlineData("(() => 0).constructor('return 1')()")]
    [InlineData("(function* () {}).constructor('yield 1')()")]
    public void Tampering_IsRefusedAndLeavesNothing(string tampering)
    {
        FluentActions.Invoking(() => Script.Compile(tampering).EvaluateTruth(Scopes.Create())).Should().Throw<ExpressionException>();

        Script.Compile("[].leak ?? ({}).leak ?? globalThis.leak ?? Math.leak ?? (() => 0).leak ?? 'none'").EvaluateTruth(Scopes.Create()).Should().BeTrue();
        Render(Draws, Scopes.Create(seed: 7)).Should().Be(Render(Draws, Scopes.Create(seed: 7)));
        Render("${[...[1].values(), ...new Map([[2, 3]]).values(), ...'x'.matchAll(/x/g)].length}", Scopes.Create()).Should().Be("3");
    }

    [Fact]
    public void ChangesToValues_EndWithTheEvaluation()
    {
        var scope = Scopes.Create("""{"p":{"q":"original"}}""", """{"items":[3,1,2]}""");

        Render("${body.items.sort()}", scope).Should().Be("[1,2,3]");
        Render("${[body.items.pop(), body.items.pop(), data.p.q = 'changed', data.p.q]}", scope).Should().Be("[2,1,\"changed\",\"changed\"]");
        Render("${[...body.items, data.p.q]}", scope).Should().Be("[3,1,2,\"original\"]");
    }

    [Fact]
    public void RegularExpressions_RememberNothing()
    {
        Script.Compile("/(secret)/.test('secret')").EvaluateTruth(Scopes.Create()).Should().BeTrue();

        Script.Compile("RegExp.$1 === undefined && RegExp.lastMatch === undefined && RegExp.input === undefined && RegExp['$_'] === undefined")
            .EvaluateTruth(Scopes.Create()).Should().BeTrue();
        Script.Compile("[/a/g.test('a'), /a/g.test('a')].join() === 'true,true'").EvaluateTruth(Scopes.Create()).Should().BeTrue();
    }

    [Theory]
    [InlineData("WeakRef")]
    [InlineData("FinalizationRegistry")]
    [InlineData("Intl")]
    [InlineData("Temporal")]
    [InlineData("Atomics")]
    [InlineData("ShadowRealm")]
    [InlineData("Promise")]
    [InlineData("Function")]
    [InlineData("process")]
    public void GlobalsThatNobodyControls_AreAbsent(string name)
    {
        Script.Validate(name).Should().Contain($"'{name}' is not in scope");
        Script.Compile($"globalThis['{name}'] === undefined").EvaluateTruth(Scopes.Create()).Should().BeTrue();
    }

    [Fact]
    public void Globals_HoldExactlyWhatIsAllowed()
    {
        var allowed = "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array Infinity Int16Array Int32Array Int8Array "
            + "Iterator JSON Map Math NaN Number Object Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array "
            + "Uint8Array Uint8ClampedArray WeakMap WeakSet body data decodeURI decodeURIComponent encodeURI encodeURIComponent engine env globalThis headers isFinite isNaN keep "
            + "parseFloat parseInt random run status step undefined user vars";

        Render("${Reflect.ownKeys(globalThis).map(String).sort().join(' ')}", Scopes.Create()).Should().Be(allowed);
    }

    [Fact]
    public async Task OneScript_UsedByManyWorkers_KeepsSessionsApart()
    {
        var template = Template.Compile("${[1, 2, 3].map(x => x + user.index).join()} ${Math.random()} ${data.p.q.toUpperCase()}");
        var expected = Enumerable.Range(0, 200).Select(session => Render(session)).ToArray();

        var work = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 200).Select(session => Render(session)).ToArray()));
        foreach (var rendered in await Task.WhenAll(work))
        {
            rendered.Should().Equal(expected);
        }

        string Render(int session) => template.Render(Scopes.Create($$$"""{"p":{"q":"row {{{session}}}"}}""", session: session));
    }

    private static string Render(string template, ExpressionScope scope) => Template.Compile(template).Render(scope);
}

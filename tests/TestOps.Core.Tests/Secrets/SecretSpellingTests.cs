using System.Text;
using CsCheck;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Secrets;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Secrets;

/// <summary>A secret is found in whatever mixture of spellings it comes back: servers and libraries differ in what they encode.</summary>
public sealed class SecretSpellingTests
{
    private const string Base64 = "Zq9+ab/cdEFgh12==";
    private static readonly SecretKey Key = new(new byte[SecretKey.Bytes]);
    private static readonly Lazy<Plan> s_plan = new(PlanOfOneVariable);

    [Theory]
    [InlineData(Base64, "Zq9+ab%2FcdEFgh12%3D%3D")]
    [InlineData(Base64, "Zq9%2Bab/cdEFgh12==")]
    [InlineData(Base64, "Zq9+ab/cdEFgh12%3D%3d")]
    [InlineData(Base64, "Zq9+ab%252FcdEFgh12%253D%253D")]
    [InlineData(Base64, "Zq9 ab/cdEFgh12%3D=")]
    [InlineData(Base64, "Zq9\\u002Bab\\/cdEFgh12==")]
    [InlineData(Base64, "Zq9&#43;ab/cdEFgh12%3D%3D")]
    [InlineData("Zq9 correct horse, battery", "Zq9%20correct%20horse,%20battery")]
    [InlineData("Zq9 correct horse, battery", "Zq9+correct+horse,+battery")]
    [InlineData("Zq9 correct horse, battery", "Zq9%20correct+horse, battery")]
    [InlineData("pässword-日本", "pÃ¤ssword-æ\u0097¥æ\u009c¬")]
    [InlineData("pässword-日本", "pÃ¤ssword-æ—¥æœ¬")]
    [InlineData("pässword-日本", "p\\u00c3\\u00a4ssword-\\u00e6\\u0097\\u00a5\\u00e6\\u009c\\u00ac")]
    [InlineData("pässword-日本", "p%C3%83%C2%A4ssword-日%E6%9C%AC")]
    [InlineData("pässword-no1", "p%E4ssword-no1")]
    [InlineData("a\"b<c>&d'e\\f/g🦉", "a&quot;b&lt;c&gt;&amp;d&#x27;e\\f/g🦉")]
    [InlineData("a\"b<c>&d'e\\f/g🦉", "a\\\"b\\u003Cc>%26d'e\\\\f%2Fg\\ud83e\\udd89")]
    [InlineData("a\"b<c>&d'e\\f/g🦉", "a%5C%22b%3Cc%3E&d'e%5C%5Cf/g%F0%9F%A6%89")]
    [InlineData("a\"b<c>&d'e\\f/g🦉", "a\\\\\\\"b<c>&d'e\\\\\\\\f\\/g\\\\ud83e\\\\udd89")]
    [InlineData("a\"b<c>&d'e\\f/g🦉", "a\\\\&quot;b<c>&d'e\\\\\\\\f/g🦉")]
    [InlineData("50%41/off", "50%41%2Foff")]
    public void Redact_MixedSpelling_LeavesNothingOfIt(string secret, string spelled)
    {
        var secrets = SecretsOf(secret);

        secrets.Redact($"before {spelled} after {spelled}").Should().Be($"before {Key.TokenOf(secret)} after {Key.TokenOf(secret)}");
    }

    [Theory]
    [InlineData("Zq9+ab/cdEFgh12==", "Zq9+ab%2FcdEFgh1")]
    [InlineData("Zq9+ab/cdEFgh12==", "Zq9+ac%2FcdEFgh12%3D%3D")]
    [InlineData("Zq9+ab/cdEFgh12==", "Zq9+ab%2cdEFgh12==")]
    [InlineData("pässword-no1", "pãssword-no1")]
    public void Redact_SomethingElse_IsLeftAlone(string secret, string other) => SecretsOf(secret).Redact($"x {other} x").Should().Be($"x {other} x");

    [Theory]
    [InlineData("the answer was Zq9+ab%2Fcd", "the answer was ")]
    [InlineData("the answer was Zq9+ab%2FcdEFgh12%3", "the answer was ")]
    [InlineData("the answer was Zq9+ab%2FcdEFgh12%3D…", "the answer was ")]
    [InlineData("printed 'Zq9+ab%2Fcd...'; print logs elsewhere", "printed '", "...'; print logs elsewhere")]
    [InlineData("its last words: [9 characters cut]9+ab%2FcdEFgh12== | fatal", "its last words: [9 characters cut]", " | fatal")]
    [InlineData("[12 bytes cut]ab%2FcdEFgh12%3D%3D ended", "[12 bytes cut]", " ended")]
    public void Redact_CutInTheMidst_LeavesNothingOfIt(string text, string before, string after = "")
    {
        var redacted = SecretsOf(Base64).Redact(text);

        redacted.Should().StartWith(before + Key.TokenOf(Base64)).And.EndWith(after).And.NotContain("cdEF").And.NotContain("Zq9");
    }

    [Theory]
    [InlineData("GET /login/a+b%20Zq9/c,d== HTTP")]
    [InlineData("key=a%2Bb%20Zq9/c%2Cd%3D%3D&")]
    [InlineData("key=a%2Bb%20Zq9/c,d%3D%3D&")]
    public void Redact_Base64OfAPathOrQuery_LeavesNothingOfIt(string text)
    {
        var redacted = SecretsOf("a+b Zq9/c,d==").Redact(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

        redacted.Should().Contain(Key.TokenOf("a+b Zq9/c,d=="));
    }

    [Fact]
    public void Redact_AnyMixtureOfSpellings_LeavesNothingOfIt()
    {
        const string alphabet = "ab1%/+ =\"\\&<'é日🦉-";
        var letter = Gen.Int[0, alphabet.EnumerateRunes().Count() - 1].Select(index => alphabet.EnumerateRunes().ElementAt(index).ToString());
        var spelled = Gen.Select(letter, Gen.Int[0, 9], static (rune, form) => (Rune: rune, Spelling: Spell(rune, form)));

        spelled.Array[6, 40].Sample(
            runes =>
            {
                var secret = $"Zq{string.Concat(runes.Select(static rune => rune.Rune))}9";
                var text = $"Zq{string.Concat(runes.Select(static rune => rune.Spelling))}9";
                return SecretsOf(secret).Redact($"{{{text}}}") == $"{{{Key.TokenOf(secret)}}}";
            },
            iter: 300);
    }

    [Fact]
    public async Task Redact_TextThatAlmostFitsEverywhere_CostsItsLengthOnly()
    {
        // Naive search would take 2,000 steps at each of 100,000 places, in each of their readings.
        var secrets = SecretsOf($"{new string('a', 2_000)}/b");
        var text = string.Concat(Enumerable.Repeat($"{new string('a', 1_999)}%2F\\\\\\\\\\\\\\", 50));
        var redacted = await Task.Run(() => secrets.Redact(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        redacted.Should().Be(text);
    }

    private static string Spell(string rune, int form) => form switch
    {
        0 => Uri.HexEscape((char)0)[..1] is var sign ? string.Concat(Encoding.UTF8.GetBytes(rune).Select(value => $"{sign}{value:X2}")) : "",
        1 => string.Concat(Encoding.UTF8.GetBytes(rune).Select(static value => $"%{value:x2}")),
        2 => string.Concat(Encoding.UTF8.GetBytes(rune).Select(static value => $"%25{value:X2}")),
        3 => string.Concat(rune.Select(static unit => $"\\u{(int)unit:x4}")),
        4 => string.Concat(rune.Select(static unit => $"%5Cu{(int)unit:x4}")),
        5 => $"&#x{Rune.GetRuneAt(rune, 0).Value:x};",
        6 => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(rune)),
        7 when rune is "\"" or "\\" => $"\\{rune}",
        8 => Uri.EscapeDataString(rune),
        _ => rune,
    };

    private static RunSecrets SecretsOf(string secret) => RunSecrets.Open(s_plan.Value, _ => secret, () => Key);

    private static Plan PlanOfOneVariable()
    {
        var suite = SuiteReader.ReadOrThrow(
            """
            version: 1
            name: spelled
            engine: { kind: toron }
            sim: { users: 1, scenarios: { only: { steps: [ { name: ask, call: GET /x, query: { key: "${env.KEY}" } } ] } } }
            """,
            "test.yaml");
        return PlanBuilder.Build(suite, new Dictionary<string, DataTable>(), 1, null, new LoadCaps());
    }
}

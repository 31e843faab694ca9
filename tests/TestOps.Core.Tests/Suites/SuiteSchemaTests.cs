using System.Text.Json.Nodes;
using NJsonSchema;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Golden;

namespace TestOps.Core.Tests.Suites;

/// <summary>Schema, catalogue and reader agree: every key is described, what the reader takes is valid, and what it refuses for its shape is not.</summary>
public sealed class SuiteSchemaTests
{
    // NJsonSchema resolves references into 'definitions', the name that draft 2020-12 replaced.
    private static readonly Lazy<Task<JsonSchema>> Schema =
        new(static () => JsonSchema.FromJsonAsync(SuiteSchema.Text().Replace("$defs", "definitions", StringComparison.Ordinal), TestContext.Current.CancellationToken));

    private static readonly JsonObject Tree = (JsonObject)JsonNode.Parse(SuiteSchema.Text())!;

    public static TheoryData<string> BuiltSections => [.. SuiteKeys.Sections];

    public static TheoryData<string> JudgedKeys =>
        [.. SuiteKeys.All.Where(static key => key is { IsReserved: false, Type: not "JSON" } && key.Name != "VARIABLE").Select(static key => key.Path)];

    public static TheoryData<string> ReservedKeys => [.. SuiteKeys.All.Where(static key => key.IsReserved).Select(static key => key.Path)];

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(TestFiles.RepositoryRoot, "samples"), "suite*.yaml", SearchOption.AllDirectories)
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Contains("bin"))
            .Select(static file => Path.GetRelativePath(TestFiles.RepositoryRoot, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void File_IsWhatTheProgramPrints() => GoldenFile.Check(Path.Combine(TestFiles.RepositoryRoot, "schemas/suite.schema.json"), SuiteSchema.Text());

    [Theory]
    [MemberData(nameof(BuiltSections))]
    public void Section_HoldsItsKeys_WithMeaningDefaultAndLimit_AndNoOther(string section)
    {
        var definition = DefinitionOf(section);
        var properties = (JsonObject)definition["properties"]!;
        var keys = SuiteKeys.Of(section).Where(static key => !key.IsReserved && key.Name != "VARIABLE").ToList();
        var besides = section == "environments.NAME" ? SuiteKeys.Of("engine").Where(static key => !key.IsReserved).ToList() : [];

        properties.Select(static property => property.Key).Should().BeEquivalentTo(keys.Concat(besides).Select(static key => key.Name));
        foreach (var key in keys)
        {
            properties[key.Name]!["description"]!.GetValue<string>().Should().StartWith(key.Meaning).And.ContainEquivalentOf(key.Default).And.EndWith($"Accepted: {key.Limit}.");
        }

        if (section != "environments.NAME")
        {
            definition["additionalProperties"]!.GetValue<bool>().Should().BeFalse("the reader refuses unknown keys");
        }
    }

    [Theory]
    [MemberData(nameof(JudgedKeys))]
    public async Task Key_WithAWrongValue_IsRefused_AsByTheReader(string path)
    {
        var key = SuiteKeys.All.Single(key => key.Path == path);
        var suite = FullSuite.With(key);
        await ShouldBeValidAsync(suite.Root.ToJsonString());

        foreach (var map in suite.Maps(key.Section).Select(static map => map.Map).Where(map => map.ContainsKey(key.Name)).ToList())
        {
            var kept = map[key.Name]!.DeepClone();
            map[key.Name] = key.Name == "in" ? new JsonObject() : new JsonArray(new JsonArray());
            (await ProblemsAsync(suite.Root.ToJsonString())).Should().NotBeEmpty("{0} does not take this value", path);
            suite.Read().Problems.Should().NotBeEmpty();
            map[key.Name] = kept;
        }
    }

    [Theory]
    [MemberData(nameof(ReservedKeys))]
    public async Task ReservedKey_IsRefused_AsByTheReader(string path)
    {
        var key = SuiteKeys.All.Single(key => key.Path == path);
        var suite = FullSuite.Http();
        suite.Maps(key.Section).First().Map[key.Name] = "anything";

        (await ProblemsAsync(suite.Root.ToJsonString())).Should().NotBeEmpty();
        suite.Read().Problems.Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public Task Sample_IsValid(string file) => ShouldBeValidAsync(CoreSchemaYaml.ToJson(TestFiles.ReadRepository(file)));

    [Fact]
    public async Task StarterSuitesAndTheExampleOfThePage_AreValid()
    {
        foreach (var kind in SuiteTemplate.Kinds)
        {
            await ShouldBeValidAsync(CoreSchemaYaml.ToJson(SuiteTemplate.For(kind)));
        }

        await ShouldBeValidAsync(CoreSchemaYaml.ToJson(TestFiles.ReadRepository("docs/reference/suite.md").Split("<!-- example: whole -->\n```yaml\n")[1].Split("```")[0]));
        await ShouldBeValidAsync(FullSuite.Toron().Root.ToJsonString());
        await ShouldBeValidAsync(FullSuite.Process().Root.ToJsonString());
    }

    [Theory]
    [InlineData("users: 5", "users: 0")]
    [InlineData("users: 5", "users: \"5\"")]
    [InlineData("users: 5", "usrs: 5")]
    [InlineData("think: 1s", "think: 1 s")]
    [InlineData("think: 1s", "think: 1")]
    [InlineData("think: 1s", "think: { constant: 1s, exponential: 1s }")]
    [InlineData("GET /health", "/health")]
    [InlineData("status: 200", "status: 700")]
    [InlineData("status: 200", "status: 2x")]
    [InlineData("{ status: 200 }", "{ name: nothing }")]
    [InlineData("{ status: 200 }", "{ status: 200, header: Accept }")]
    [InlineData("kind: toron", "kind: tron")]
    [InlineData("kind: toron", "latency: none")]
    [InlineData("version: 1", "version: 2")]
    [InlineData("name: small", "name: \"two words\"")]
    [InlineData("name: ask, call", "nam: ask, call")]
    public async Task BrokenSuite_IsRefused_AsByTheReader(string right, string wrong)
    {
        const string Sound =
            """
            version: 1
            name: small
            engine: { kind: toron }
            sim:
              users: 5
              scenarios:
                ask:
                  steps:
                    - { name: ask, call: GET /health, expect: [{ status: 200 }] }
                    - { think: 1s }
            """;
        Sound.Should().Contain(right);
        await ShouldBeValidAsync(CoreSchemaYaml.ToJson(Sound));
        SuiteReader.Read(Sound, "small.yaml").Problems.Should().BeEmpty();

        var broken = Sound.Replace(right, wrong, StringComparison.Ordinal);

        (await ProblemsAsync(CoreSchemaYaml.ToJson(broken))).Should().NotBeEmpty();
        SuiteReader.Read(broken, "small.yaml").Problems.Should().NotBeEmpty();
    }

    private static JsonObject DefinitionOf(string section) =>
        section.Length == 0 ? Tree : (JsonObject)Tree["$defs"]![section.Replace("[]", ".item", StringComparison.Ordinal)]!;

    private static async Task ShouldBeValidAsync(string json) => (await ProblemsAsync(json)).Should().BeEmpty();

    private static async Task<IReadOnlyList<string>> ProblemsAsync(string json)
    {
        // NJsonSchema throws at whole numbers beyond 64 bits with sign, which the largest seed is.
        var within = json.Replace("18446744073709551615", "9223372036854775807", StringComparison.Ordinal);
        return [.. (await Schema.Value).Validate(within).Select(static problem => problem.ToString())];
    }
}

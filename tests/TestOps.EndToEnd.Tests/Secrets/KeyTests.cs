using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Secrets;

/// <summary>The key ties tokens of one data folder together; nothing that is verified or scored depends on it.</summary>
public sealed class KeyTests
{
    private static readonly Dictionary<string, string?> Environment = new() { ["SHOP_PASSWORD"] = "correct horse battery" };

    [Fact]
    public async Task Run_UnderTwoKeys_HasOneRootAndTokensOfItsOwn()
    {
        using var first = new Sandbox();
        using var second = new Sandbox();

        var one = await RecordAsync(first);
        var other = await RecordAsync(second);

        one["trace"]!["root"]!.GetValue<string>().Should().Be(other["trace"]!["root"]!.GetValue<string>());
        one["secret_key"]!.GetValue<string>().Should().NotBe(other["secret_key"]!.GetValue<string>());
        one["trace"]!["file_sha256"]!.GetValue<string>().Should().NotBe(other["trace"]!["file_sha256"]!.GetValue<string>());
        KeyOf(first).Should().MatchRegex("^[0-9a-f]{64}\n$").And.NotBe(KeyOf(second));
    }

    [Fact]
    public async Task Snapshot_OnAMachineWithoutTheKey_IsVerifiedAndReplayedThere()
    {
        using var source = new Sandbox();
        using var target = new Sandbox();
        await RecordAsync(source);
        foreach (var path in Directory.GetFiles(Path.Combine(source.Data, "snapshots")))
        {
            File.Copy(path, Path.Combine(target.Folder, Path.GetFileName(path)));
        }

        var head = Directory.GetFiles(target.Folder, "*.json").Single(path => !Path.GetFileNameWithoutExtension(path).Contains('.', StringComparison.Ordinal));
        var verified = await TestOpsBinary.RunAsync(["verify", head, "--deep"], target.Folder);
        verified.ExitCode.Should().Be(0, "{0}", verified);

        var missing = await TestOpsBinary.RunAsync(["replay", head], target.Folder, new Dictionary<string, string?> { ["SHOP_PASSWORD"] = null });
        missing.ExitCode.Should().Be(21, "{0}", missing);
        missing.Error.Should().Contain("not set: SHOP_PASSWORD");

        var replayed = await TestOpsBinary.RunAsync(["replay", head], target.Folder, Environment);
        replayed.ExitCode.Should().Be(0, "{0}", replayed);
        replayed.Out.Should().Contain("3 of 3 sessions identical").And.Contain("secrets").And.Contain("not compared");
        Directory.GetFiles(target.Folder, "secret.key", SearchOption.AllDirectories).Should().BeEmpty("without a data folder nothing is made");
    }

    [Fact]
    public async Task Run_WithoutItsVariables_NamesAllOfThemAtOnce()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", Suite.Replace("use_cache: false", "use_cache: false, a: \"${env.SHOP_A}\", b: \"${env.SHOP_B ?? 'none'}\"", StringComparison.Ordinal));

        var run = await TestOpsBinary.RunAsync(["run", "suite.yaml"], sandbox.Folder, new Dictionary<string, string?> { ["SHOP_PASSWORD"] = null, ["SHOP_A"] = null });

        run.ExitCode.Should().Be(21, "{0}", run);
        run.Error.Should().Contain("2 environment variables that are not set: SHOP_A, SHOP_PASSWORD");
    }

    private static string KeyOf(Sandbox sandbox) => File.ReadAllText(Path.Combine(sandbox.Data, "secret.key"));

    private static async Task<JsonNode> RecordAsync(Sandbox sandbox)
    {
        sandbox.Write("suite.yaml", Suite);
        var run = await TestOpsBinary.RunAsync(["run", "suite.yaml", "--quiet"], sandbox.Folder, Environment);
        run.ExitCode.Should().Be(0, "{0}", run);
        return JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots"), "*.json").Single(path => !Path.GetFileNameWithoutExtension(path).Contains('.', StringComparison.Ordinal))))!;
    }

    private const string Suite =
        """
        version: 1
        name: keyed
        engine: { kind: toron }
        trace: { redact: [ /consensus/model ] }
        sim:
          users: 3
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "How safe is ${env.SHOP_PASSWORD}?", use_cache: false }
                  expect: [{ status: 200 }, { at: /consensus/model, type: string }]
                  keep: { model: { at: /consensus/model, secret: true } }
        replay: { times: 1 }
        """;
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Snapshots;
using TestOps.Testing.Engines;
using TestOps.Testing.Snapshots;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>Files that were changed and sealed anew, one at a time: every seal fits, and verification still finds that they contradict the others.</summary>
public sealed class ForgedEvidenceTests
{
    [Theory]
    [InlineData("status", "\"PASS\"", "status")]
    [InlineData("exit_code", "0", "exit_code")]
    [InlineData("trigger", "\"ci\"", "trigger")]
    [InlineData("run_id", "\"01a20689-8697-79a6-8eae-ca2bb6f5bc39\"", "run_id")]
    [InlineData("sim_runner", "null", "sim_runner")]
    [InlineData("replay_engine/determinism_score", "100", "determinism_score")]
    [InlineData("replay_engine/details/divergent_sessions", "0", "divergent_sessions")]
    [InlineData("gates", "[]", "status")]
    [InlineData("gates/*replay/score/status", "\"PASS\"", "gates")]
    [InlineData("gates/*sim/call/status/status", "\"FAIL\"", "exit_code")]
    [InlineData("gates/*sim/answered/status", "\"INCONCLUSIVE\"", "gates")]
    [InlineData("files", "{}", "files")]
    [InlineData("head_seal", "7", "head_seal")]
    [InlineData("schema", "\"testops-result-9\"", "schema")]
    public async Task Verify_ResultThatSaysOtherwise_IsFound(string path, string value, string where)
    {
        var files = await RunAsync();
        var result = Json(files, ".result.json");
        Set(result, path, value);
        files[Name(files, ".result.json")] = Seal(result);

        var damage = Verify(files)!;
        damage.File.Should().EndWith(".result.json");
        damage.Where.Should().Contain(where);
    }

    [Theory]
    [InlineData("run_id", "\"01a20689-8697-79a6-8eae-ca2bb6f5bc39\"")]
    [InlineData("schema", "7")]
    [InlineData("seed", "\"7\"")]
    [InlineData("seed", "8")]
    [InlineData("random", "\"other\"")]
    [InlineData("suite/sha256", "\"00\"")]
    [InlineData("suite/name", "\"other\"")]
    [InlineData("suite/text", "\"version: 1\"")]
    [InlineData("plan/seed", "\"9\"")]
    [InlineData("plan", "{}")]
    [InlineData("masks_sha256", "\"00\"")]
    [InlineData("engine/evidence", "\"C\"")]
    [InlineData("trace/file", "\"../../etc/passwd\"")]
    [InlineData("trace/root", "\"00\"")]
    [InlineData("trace/sessions", "1")]
    [InlineData("trace/steps", "1e99")]
    [InlineData("trace", "null")]
    [InlineData("data", "7")]
    [InlineData("overrides/users", "3")]
    [InlineData("overrides", "[]")]
    [InlineData("sim/metrics/checks/sim~1call~1status/failed", "3")]
    [InlineData("sim", "null")]
    public async Task Verify_HeadThatContradictsItselfOrTheTrace_IsFound(string path, string value)
    {
        var files = await RunAsync();
        var head = Json(files, HeadSuffix(files));
        Set(head, path, value);
        Reseal(files, head);

        Verify(files).Should().NotBeNull();
    }

    [Theory]
    [InlineData("\"result\":\"diverged\"", "\"result\":\"identical\"", "the result is")]
    [InlineData("\"result\":\"identical\"", "\"result\":\"unanswered\"", "the result is")]
    [InlineData("\"replay\":1", "\"replay\":2", "the file is that of replay 1")]
    [InlineData("\"masks_sha256\":\"", "\"masks_sha256\":\"0", "other masks")]
    [InlineData(",\"differing\":[", ",\"others\":[", "documented form")]
    [InlineData("{\"session\":1,", "{\"session\":0,", "session 0 after session 0")]
    [InlineData("{\"session\":3,", "{\"session\":4,", "not in the trace")]
    [InlineData("\"status\":200", "\"status\":201", "does not fit its digest")]
    public async Task Verify_ReplayRecordThatContradictsItsAnswers_IsFound(string part, string other, string problem)
    {
        var files = await RunAsync();
        Rewrite(files, text => ReplaceFirst(text, part, other));

        Verify(files)!.Problem.Should().Contain(problem);
    }

    [Fact]
    public async Task Verify_DivergedSessionLeftOut_IsFound()
    {
        var files = await RunAsync();
        Rewrite(files, text => string.Join('\n', text.Split('\n').Where(line => !line.Contains("\"diverged\"", StringComparison.Ordinal))));

        Verify(files)!.Problem.Should().Contain("the plan asks for 4");
    }

    [Fact]
    public async Task Verify_AnswerOfADifferingStepLeftOut_IsFound()
    {
        var files = await RunAsync();
        Rewrite(files, text =>
        {
            var start = text.IndexOf(",\"differing\"", StringComparison.Ordinal);
            return text.Remove(start, text.IndexOf("]}", start, StringComparison.Ordinal) + 1 - start).Replace("diverged", "identical", StringComparison.Ordinal);
        });

        Verify(files)!.Problem.Should().Contain("its answer is not there");
    }

    [Fact]
    public async Task Verify_SecondReplayRemovedFromResultAndStore_IsFound()
    {
        var files = await RunAsync();
        var result = Json(files, ".result.json");
        result["files"]!.AsObject().Remove(Name(files, ".replay-2.json"));
        files.Remove(Name(files, ".replay-2.json"));
        files[Name(files, ".result.json")] = Seal(result);

        Verify(files)!.Problem.Should().Contain("the plan asks for 2");
    }

    [Fact]
    public async Task Verify_HeadOfAnotherRun_IsFound()
    {
        var files = await RunAsync();
        var other = await RunAsync();
        files[Name(files, HeadSuffix(files))] = other[Name(other, HeadSuffix(other))];

        Verify(files)!.Problem.Should().Contain("belongs to another run");
    }

    private static async Task<Dictionary<string, byte[]>> RunAsync()
    {
        // Session 2 answers differently in every lease: three of four sessions are alike.
        var engine = new ScriptedEngine((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == 2 ? lease : 0)}}}"));
        var outcome = await new SimWorld { Engine = engine }.RunAsync(Suites.OneCall(users: 4, times: 2));
        var files = outcome.World.Snapshots.List(outcome.Outcome.RunId).ToDictionary(file => file, outcome.Bytes);
        Verify(files).Should().BeNull();
        return files;
    }

    private static SnapshotCorruptException? Verify(Dictionary<string, byte[]> files)
    {
        var store = new InMemorySnapshotStore();
        foreach (var (file, bytes) in files)
        {
            store.Put(file, bytes);
        }

        RunId.TryParse(files.Keys.First()[..36], out var runId).Should().BeTrue();
        return SnapshotVerifier.Verify(store, runId, null).Damage;
    }

    private static void Rewrite(Dictionary<string, byte[]> files, Func<string, string> change)
    {
        var name = Name(files, ".replay-1.json");
        var text = Encoding.UTF8.GetString(files[name]);
        var content = change(text[..text.LastIndexOf("],\"seal\"", StringComparison.Ordinal)]);
        content.Should().NotBe(text[..text.LastIndexOf("],\"seal\"", StringComparison.Ordinal)]);
        content = content.Replace("},\n\n", "}\n", StringComparison.Ordinal);
        content = content.EndsWith("},\n", StringComparison.Ordinal) ? content[..^2] + "\n" : content;
        files[name] = Encoding.UTF8.GetBytes($"{content}],\"seal\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}\"}}\n");
        var result = Json(files, ".result.json");
        result["files"]![name] = Convert.ToHexStringLower(SHA256.HashData(files[name]));
        files[Name(files, ".result.json")] = Seal(result);
    }

    // A forger seals everything that names the head, too.
    private static void Reseal(Dictionary<string, byte[]> files, JsonObject head)
    {
        var name = Name(files, HeadSuffix(files));
        files[name] = Seal(head);
        var seal = (string)head["seal"]!;
        foreach (var replay in files.Keys.Where(file => file.Contains(".replay-", StringComparison.Ordinal)).ToList())
        {
            var text = Encoding.UTF8.GetString(files[replay]);
            var at = text.IndexOf("\"head_seal\":\"", StringComparison.Ordinal) + 13;
            var content = text[..at] + seal + text[(at + 64)..text.LastIndexOf("],\"seal\"", StringComparison.Ordinal)];
            files[replay] = Encoding.UTF8.GetBytes($"{content}],\"seal\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}\"}}\n");
        }

        var result = Json(files, ".result.json");
        result["head_seal"] = seal;
        result["sim_runner"] = head["sim"]?.DeepClone();
        foreach (var file in files.Keys.Where(file => !file.EndsWith(".result.json", StringComparison.Ordinal)))
        {
            result["files"]![file] = Convert.ToHexStringLower(SHA256.HashData(files[file]));
        }

        files[Name(files, ".result.json")] = Seal(result);
    }

    private static void Set(JsonObject json, string path, string value)
    {
        JsonNode node = json;
        var parts = path.StartsWith("gates/*", StringComparison.Ordinal) ? ["gates", path[6..^7], "status"] : path.Split('/');
        foreach (var part in parts[..^1])
        {
            node = part.StartsWith('*') ? node.AsArray().Single(gate => (string?)gate!["id"] == part[1..])! : node[part.Replace("~1", "/", StringComparison.Ordinal)]!;
        }

        node[parts[^1]] = JsonNode.Parse(value);
    }

    private static byte[] Seal(JsonObject json)
    {
        json.Remove("seal");
        json["seal"] = Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(json)));
        return CanonicalJson.Serialize(json);
    }

    private static string ReplaceFirst(string text, string part, string other)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return text[..at] + other + text[(at + part.Length)..];
    }

    private static JsonObject Json(Dictionary<string, byte[]> files, string suffix) => JsonNode.Parse(files[Name(files, suffix)])!.AsObject();

    private static string HeadSuffix(Dictionary<string, byte[]> files) => files.Keys.First()[24..36] + ".json";

    private static string Name(Dictionary<string, byte[]> files, string suffix) => files.Keys.Single(file => file.EndsWith(suffix, StringComparison.Ordinal));
}

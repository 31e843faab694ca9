using System.Text.Json;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>The prompts of GSM8K's test set, which lie beside the repository: the file is other people's data and no part of it.</summary>
internal static class Gsm8kPrompts
{
    /// <summary>How many there are.</summary>
    public const int Count = 1319;

    private static readonly string Source = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "gsm8k-test.jsonl"));

    /// <summary>A sandbox with the first prompts in <c>prompts.jsonl</c>. Without the file the test is skipped, and fails on a build server.</summary>
    public static Sandbox Sandbox(int count = Count)
    {
        if (!File.Exists(Source))
        {
            var missing = $"{Source} is missing: the {Count} GSM8K prompts lie beside the repository, in ../shared/data.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            Assert.Fail(missing);
        }

        var sandbox = new Sandbox();
        File.WriteAllLines(Path.Combine(sandbox.Folder, "prompts.jsonl"), File.ReadLines(Source).Take(count));
        return sandbox;
    }

    /// <summary>The questions of a sandbox, in the order of its sessions.</summary>
    public static IReadOnlyList<string> Questions(Sandbox sandbox) =>
        [.. File.ReadLines(Path.Combine(sandbox.Folder, "prompts.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()!)];
}

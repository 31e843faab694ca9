using System.Globalization;
using System.Text.Json;
using TestOps.Core.Engines;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Masking;

/// <summary>An engine whose answers drift in planted ways: each a function of session, step and lease, so that every run over it drifts alike.</summary>
internal static class PlantedDrift
{
    /// <summary>All ways, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<long, int, int, string>> Ways = new SortedDictionary<string, Func<long, int, int, string>>(StringComparer.Ordinal)
    {
        ["stable"] = static (session, _, _) => $"{session}",
        ["uuid"] = static (session, _, lease) => $"\"{Hash(session, lease):x16}-{lease}\"",
        ["counter"] = static (session, step, lease) => $"{(lease * 10_000) + (session * 10) + step}",
        ["latency_ms"] = static (session, step, lease) => $"{Hash(session * 10 + step, lease) % 7}",
        ["score"] = static (session, _, lease) => $"0.{750_000 + session}{lease}",
        ["ratio"] = static (session, _, lease) => $"{lease}.{session}",
        ["flag"] = static (session, _, lease) => (session + lease) % 2 == 0 ? "true" : "false",
        ["grade"] = static (session, _, lease) => $"\"{"ABCD"[(int)(((session * lease) + (session / 3)) % 4)]}\"",
        ["prose"] = static (session, _, lease) => $"\"answer {session} in words of its own {lease}\"",
        ["list"] = static (session, _, lease) => $"[{{\"id\":\"x{Hash(session, lease):x8}\",\"n\":1}},{{\"id\":\"y{Hash(session, lease):x8}\",\"n\":2}}]",
        ["one"] = static (session, _, lease) => $"[1,2,\"z{Hash(session, lease):x8}\"]",
        ["17"] = static (session, _, lease) => $"{{\"4\":\"k{Hash(session, lease):x8}\"}}",
        ["at"] = static (session, step, lease) => $"\"2026-11-{lease + 10}T06:00:{(session + step) % 60:00}.5Z\"",
        ["order"] = static (session, _, lease) => (session + lease) % 2 == 0 ? "[{\"n\":1},{\"n\":2}]" : "[{\"n\":2},{\"n\":1}]",
        ["type"] = static (session, _, lease) => session % 3 == 0 && lease % 2 == 0 ? "null" : "\"text\"",
        ["shorter"] = static (session, _, lease) => session % 4 == 0 && lease > 1 ? "[1]" : "[1,2]",
        ["text"] = static (_, _, lease) => JsonSerializer.Serialize($"\"ünï ${{x}} 🚀 \\{lease}"),
    };

    /// <summary>Two calls a session; the answer has one member for each of <paramref name="ways"/>, and <paramref name="failing"/> sessions another status in replays.</summary>
    public static ScriptedEngine Engine(IReadOnlyList<string> ways, Func<long, bool>? failing = null) => new((call, lease) =>
    {
        var (session, step) = (call.Context.Session, call.Context.Step);
        var members = ways.Select(way => string.Create(CultureInfo.InvariantCulture, $"\"{way}\":{Ways[way](session, step, lease)}"));
        return ScriptedEngine.Json($"{{{string.Join(',', members)}}}", status: lease > 1 && (failing?.Invoke(session) ?? false) ? 201 : 200);
    });

    /// <summary>The suite over it; <paramref name="patch"/> is pasted under <c>replay</c> as it is.</summary>
    public static string Suite(int users = 12, string patch = "") => $$"""
        version: 1
        name: planted
        engine: { kind: toron }
        sim:
          users: {{users}}
          scenarios:
            two:
              steps:
                - { name: first, call: GET /x }
                - { name: second, call: GET /y }
        replay:
          times: 2
        {{string.Join('\n', patch.Split('\n').Select(line => "  " + line))}}
        """;

    private static ulong Hash(long value, int lease) => unchecked(((ulong)value + 1) * 0x9E3779B97F4A7C15UL ^ ((ulong)lease * 0xC2B2AE3D27D4EB4FUL)) >> 16;
}

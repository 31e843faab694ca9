using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Engines.Process;

namespace TestOps.Engines.Tests.Process;

/// <summary>Engines in a few lines of POSIX shell: a real child process that starts in milliseconds.</summary>
internal static class ShellEngine
{
    /// <summary>Answers the hello; what follows is the test's.</summary>
    public const string Greet = """read -r hello; echo '{"type":"hello","protocol":"testops-engine-1","name":"sh","version":"3"}'; """;

    /// <summary>Answers every further line with 200, as calls 1, 2, 3 ...</summary>
    public const string AnswerAll = """id=0; while read -r call; do id=$((id+1)); echo "{\"type\":\"answer\",\"id\":$id,\"status\":200,\"json\":$id}"; done; """;

    public static EngineSpec Spec(string script, params IReadOnlyList<string> arguments) => new()
    {
        Kind = "process",
        Start = new StartSpec { Command = ["/bin/sh", "-c", script.Replace("${", "\\${", StringComparison.Ordinal), "engine", .. arguments], Timeout = TimeSpan.FromSeconds(30) },
        Timeout = TimeSpan.FromSeconds(30),
    };

    public static Task<EngineLease> LeaseAsync(string script) => LeaseAsync(Spec(script));

    public static Task<EngineLease> LeaseAsync(EngineSpec spec, EngineBinding? binding = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These engines are shell scripts.");
        return new ProcessEngineFactory(guard: null).Create(spec, binding ?? EngineCalls.Binding()).LeaseAsync(new LeaseRequest(LeasePurpose.Sim), EngineCalls.Deadline);
    }

    public static Task<EngineReply> CallAsync(this EngineLease lease, string? body = null) => lease.ClientFor(0).CallAsync(body is null ? "GET" : "POST", "/", body);
}

using System.Net;
using System.Text;
using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Engines.Toron;

namespace TestOps.Engines.Tests;

/// <summary>Short forms for what every test of an engine does.</summary>
internal static class EngineCalls
{
    /// <summary>A minute: only a hang is that slow.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    /// <summary>Runs the stub program in place of our own executable.</summary>
    public static ToronChildCommand Stub { get; } = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "TestOps.StubProgram.dll")]);

    public static EngineBinding Binding(
        TargetPolicy? policy = null, IReadOnlyDictionary<string, string>? variables = null, Func<string, string?>? environment = null,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new()
    {
        Resolve = resolve,
        Policy = policy ?? TargetPolicy.LoopbackOnly,
        Environment = environment ?? (_ => null),
        Time = TimeProvider.System,
        Variables = variables ?? new Dictionary<string, string>(),
    };

    public static IEngine Toron(params string[] faults) => Toron(new EngineSpec { Kind = "toron", Faults = faults });

    public static IEngine Toron(EngineSpec spec) => new ToronEngineFactory(Stub).Create(spec, Binding());

    public static async Task<IEngineClient> SessionAsync(this IEngine engine, long session = 0, int replay = 0)
    {
        var purpose = replay == 0 ? LeasePurpose.Sim : LeasePurpose.Replay;
        await using var lease = await engine.LeaseAsync(new LeaseRequest(purpose, replay), Deadline);
        return lease.ClientFor(session);
    }

    public static CallContext Context(long session = 0, int step = 1) => new() { Session = session, Step = step, Clock = SessionClock.Virtual() };

    public static Task<EngineReply> CallAsync(this IEngineClient client, string method, string path, string? body = null, CallContext? context = null) =>
        client.CallAsync(
            new EngineCall
            {
                Context = context ?? Context(),
                Method = method,
                Path = path,
                Body = body is null ? default : Encoding.UTF8.GetBytes(body),
                ContentType = body is null ? null : "application/json",
            },
            Deadline).AsTask();

    public static Task<EngineReply> QueryAsync(this IEngineClient client, string prompt, bool useCache = true, CallContext? context = null) =>
        client.CallAsync("POST", "/query", JsonSerializer.Serialize(new { prompt, use_cache = useCache }), context);

    public static string Text(this EngineReply reply) => Encoding.UTF8.GetString(reply.Body.Span);

    public static JsonElement Json(this EngineReply reply) => JsonDocument.Parse(reply.Body).RootElement;

    /// <summary>The leaves of an answer by JSON Pointer; arrays and objects without members are leaves.</summary>
    public static SortedDictionary<string, string> Leaves(this EngineReply reply)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect("", reply.Json(), leaves);
        return leaves;
    }

    /// <summary>The pointers at which two answers differ.</summary>
    public static string[] DifferencesTo(this EngineReply one, EngineReply other)
    {
        var (left, right) = (one.Leaves(), other.Leaves());
        return [.. left.Keys.Union(right.Keys).Where(key => left.GetValueOrDefault(key) != right.GetValueOrDefault(key)).Order(StringComparer.Ordinal)];
    }

    private static void Collect(string pointer, JsonElement value, SortedDictionary<string, string> leaves)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var member in value.EnumerateObject())
                {
                    Collect($"{pointer}/{member.Name}", member.Value, leaves);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                for (var index = 0; index < value.GetArrayLength(); index++)
                {
                    Collect($"{pointer}/{index}", value[index], leaves);
                }

                break;
            default:
                leaves[pointer] = value.GetRawText();
                break;
        }
    }
}

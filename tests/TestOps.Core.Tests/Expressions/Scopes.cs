using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Expressions;

/// <summary>Scopes for tests.</summary>
internal static class Scopes
{
    public static ExpressionScope Create(string data = "{}", string body = "", int status = 200, ulong seed = 42, long session = 0, SessionClock? clock = null)
    {
        var rows = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in Json(data).EnumerateObject())
        {
            rows.Add(member.Name, member.Value);
        }

        return new ExpressionScope
        {
            Data = rows,
            UserIndex = session,
            UserId = $"user-{session}",
            Random = SeededRandom.ForSession(seed, session),
            RunSeed = seed,
            Clock = clock ?? SessionClock.Virtual(),
            EngineBase = "http://127.0.0.1:8080",
            Variables = new Dictionary<string, string> { ["base"] = "http://localhost" },
            Environment = static name => name == "TOKEN" ? "t0ken" : null,
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
            Status = status,
            Body = body.Length == 0 ? default : Json(body),
            StepName = "ask",
            StepNumber = 1,
        };
    }

    public static ExpressionScope Create(IReadOnlyDictionary<string, JsonElement> data, JsonElement body, JsonElement kept)
    {
        var scope = new ExpressionScope { Data = data, UserIndex = 3, UserId = "user-3", Random = SeededRandom.ForSession(42, 3), Clock = SessionClock.Virtual(), Body = body, Status = 200 };
        scope.Keep.Add("k", kept);
        return scope;
    }

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}

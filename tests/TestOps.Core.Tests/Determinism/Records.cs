using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Tests.Determinism;

/// <summary>Step records for comparison; every part can be replaced.</summary>
internal static class Records
{
    public static RecordedBody Json(string json) => new(BodyKind.Json, Encoding.UTF8.GetBytes(json));

    public static RecordedBody Text(string text) => new(BodyKind.Text, Encoding.UTF8.GetBytes(text));

    public static StepRecord Step(
        string body = "{}",
        string scenario = "ask",
        int step = 1,
        string name = "first",
        string method = "POST",
        string path = "/query",
        Header[]? requestHeaders = null,
        RecordedBody? requestBody = null,
        int status = 200,
        string? contentType = "application/json",
        Header[]? headers = null,
        RecordedBody? otherBody = null,
        EngineFailureKind? failure = null,
        RecordedCheck[]? checks = null,
        bool isVirtual = true,
        long startNs = 1,
        long elapsedNs = 2) => new()
        {
            Session = 3,
            Step = step,
            Scenario = scenario,
            Name = name,
            Method = method,
            Path = path,
            RequestHeaders = requestHeaders ?? [new Header("Accept", "application/json")],
            RequestBody = requestBody ?? Json("""{"prompt":"why"}"""),
            Status = status,
            ContentType = contentType,
            Headers = headers ?? [new Header("x-kept", "1")],
            Body = otherBody ?? Json(body),
            Failure = failure,
            Checks = checks ?? [new RecordedCheck("status", true), new RecordedCheck("grade", true)],
            IsVirtualTime = isVirtual,
            StartNs = startNs,
            ElapsedNs = elapsedNs,
        };
}

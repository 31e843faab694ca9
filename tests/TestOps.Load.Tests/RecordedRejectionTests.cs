using System.Text.Json;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Tests;

/// <summary>Profiles and thresholds that a real k6 2.2.0 refused with exit code 104: they are refused here, too, each problem with its place and what to write.</summary>
public sealed class RecordedRejectionTests
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static TheoryData<string> Recordings => [.. All.Select(static rejection => rejection.Recording)];

    private static IReadOnlyList<RecordedRejection> All { get; } =
        JsonSerializer.Deserialize<List<RecordedRejection>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", "rejections.json")), s_options)!;

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Read_WhatK6Refuses_IsRefusedWithEveryProblem(string recording)
    {
        var rejection = All.Single(candidate => candidate.Recording == recording);

        var problems = Problems(rejection.Load.GetRawText());

        problems.Select(static problem => problem.Path).Distinct().Should().BeEquivalentTo(rejection.Problems);
        problems.Should().OnlyContain(static problem => problem.Line > 0 && problem.Message.Length > 0 && problem.Hint.Length > 0);
    }

    [Fact]
    public void Read_Executors_AreRefusedAllAtOnce()
    {
        var problems = Problems("""
            {
              scenarios: {
                a: { executor: constant-vus, vus: 0, duration: 500ms, rate: 3 },
                b: { executor: ramping-vus, exec: ask, startVUs: 0, stages: [{ duration: 0s, target: 0 }] },
                c: { executor: shared-iterations, exec: ask, vus: 3, iterations: 2, maxDuration: 0s },
                d: { executor: per-vu-iterations, exec: ask, vus: 1, iterations: 0 },
                e: { executor: constant-arrival-rate, exec: ask, rate: 0, duration: 1s, preAllocatedVUs: 5, maxVUs: 3 },
                f: { executor: ramping-arrival-rate, exec: nobody, stages: [], preAllocatedVUs: 1, timeUnit: 0s, tags: { scenario: x } },
              },
            }
            """);

        problems.Should().Contain(static problem => problem.Path == "load.scenarios.a" && problem.Message.Contains("exec"));
        problems.Select(static problem => problem.Path).Should().Contain([
            "load.scenarios.a", "load.scenarios.a.vus", "load.scenarios.a.duration", "load.scenarios.a.rate", "load.scenarios.b", "load.scenarios.b.stages", "load.scenarios.c",
            "load.scenarios.c.maxDuration", "load.scenarios.d.iterations", "load.scenarios.e.rate", "load.scenarios.e", "load.scenarios.f.exec", "load.scenarios.f.stages",
            "load.scenarios.f.timeUnit", "load.scenarios.f.tags.scenario",
        ]);
    }

    // As validate and run do: the thresholds are judged where the reader has found nothing.
    private static IReadOnlyList<SuiteProblem> Problems(string load)
    {
        var text = $$"""
            version: 1
            name: refused
            engine: { kind: http, base_url: "http://127.0.0.1:1" }
            sim: { scenarios: { ask: { steps: [{ name: ask, call: GET /a }] } } }
            load: {{load}}
            """;
        var reading = SuiteReader.Read(text, "refused.yaml");
        return reading.Suite is { Load: { } read } suite ? SuiteLines.Locate(suite.SourceText, ThresholdValidator.Validate(read)) : reading.Problems;
    }

    private sealed record RecordedRejection(string Recording, string Says, JsonElement Load, IReadOnlyList<string> Problems);
}

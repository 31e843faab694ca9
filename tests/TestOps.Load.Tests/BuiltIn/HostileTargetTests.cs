using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.HostileEngine;
using TestOps.Load.BuiltIn;

namespace TestOps.Load.Tests.BuiltIn;

/// <summary>Every way of misbehaving ends in an answer or in a finding with a code, and the client goes on.</summary>
public sealed class HostileTargetTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(1500);

    // What each mode comes to: a status, or a kind of failure with its code.
    private static readonly Dictionary<string, string> s_expected = new()
    {
        ["good"] = "200",
        ["slow"] = "200",
        ["hang"] = "Timeout 1050",
        ["hang-headers"] = "Timeout 1050",
        ["hang-body"] = "Timeout 1050",
        ["drip"] = "Timeout 1050",
        ["close"] = "ConnectionLost 1000",
        ["reset"] = "ConnectionLost 1220",
        ["half"] = "ConnectionLost 1000",
        ["die"] = "ConnectionLost",
        ["garbage"] = "MalformedAnswer 1000",
        ["status-line"] = "MalformedAnswer 1000",
        ["length-too-long"] = "ConnectionLost 1000",
        ["length-too-short"] = "200",
        ["chunk-invalid"] = "MalformedAnswer 1000",
        ["chunk-endless-size"] = "MalformedAnswer 1000",
        ["chunk-cut"] = "ConnectionLost 1000",
        ["continue-flood"] = "MalformedAnswer 1000",
        ["gzip-lie"] = "MalformedAnswer 1701",
        ["gzip-bomb"] = "BodyTooLarge 1000",
        ["headers-100000"] = "MalformedAnswer 1000",
        ["header-10mb"] = "MalformedAnswer 1000",
        ["body-50mb"] = "BodyTooLarge 1000",
        ["body-50mb-chunked"] = "BodyTooLarge 1000",
        ["body-endless"] = "BodyTooLarge 1000",
        ["error"] = "500",
        ["rate-limit"] = "429",
        ["redirect-loop"] = "302",
        ["redirect-away"] = "RefusedByPolicy 1110",
    };

    public static TheoryData<string> Modes => [.. HostileMode.All.Select(static mode => mode.Name)];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task CallAsync_HostileEngine_IsAnAnswerOrAFindingAndTheClientGoesOn(string mode)
    {
        await using var server = HostileServer.Start(HostileMode.Named(mode), from: 2);
        using var client = new LoadHttpClient(
            new LoadTarget { BaseAddress = server.Address, Timeout = s_timeout, MaxBodyBytes = 4 * 1024 * 1024, Http = new LoadHttpSpec { MaxRedirects = 3 } }, TargetPolicy.LoopbackOnly, TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var good = await client.CallAsync(Post(), CancellationToken.None);
        var hostile = await client.CallAsync(Post(), CancellationToken.None);
        var again = await client.CallAsync(Post(), CancellationToken.None);

        Outcome(good).Should().Be("200");
        if (mode == "close-unannounced")
        {
            // A POST on a connection that ends under it is sent once: whether the end is seen before it is written is the system's to say.
            foreach (var reply in (EngineReply[])[hostile, again])
            {
                Outcome(reply).Should().Match(outcome => outcome == "200" || outcome.StartsWith("ConnectionLost", StringComparison.Ordinal));
            }

            return;
        }

        // Whether a death shows as a reset is the system's to say.
        Outcome(hostile).Should().StartWith(s_expected.GetValueOrDefault(mode, "200"));
        if (mode != "die")
        {
            // What came behind an answer, or instead of it, is never taken for the next one.
            Outcome(again).Should().Be(Outcome(hostile));
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(64 * 1024 * 1024);
        hostile.Timings.Should().NotBeNull();
    }

    private static string Outcome(EngineReply reply) => reply.Failure is { } failure ? $"{failure.Kind} {failure.ErrorCode}" : FormattableString.Invariant($"{reply.Status}");

    private static EngineCall Post() => new()
    {
        Context = new CallContext { Session = 0, Clock = SessionClock.Wall(TimeProvider.System) },
        Method = "POST",
        Path = "/query",
        Body = "{}"u8.ToArray(),
        ContentType = "application/json",
    };
}

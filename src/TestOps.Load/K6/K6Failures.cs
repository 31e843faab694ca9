using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Core.Runs;
using TestOps.Load.BuiltIn;

namespace TestOps.Load.K6;

/// <summary>Counts the failed requests of k6's stream by how they failed, by k6's error codes, and keeps the first of each as an example.</summary>
internal sealed class K6Failures
{
    private const int WhatMax = 300;
    private const string TooManyRequests = "429";

    private readonly Dictionary<EngineFailureKind, long> _unanswered = [];
    private FailedCall? _first;
    private FailedCall? _firstTurnedAway;
    private FailedCall? _firstRefused;
    private long _turnedAway;

    /// <summary>How many got no answer.</summary>
    public long Unanswered => _unanswered.Values.Sum();

    public FailureEvidence Evidence => new() { First = _first, FirstTurnedAway = _firstTurnedAway, TurnedAway = _turnedAway, FirstRefused = _firstRefused, Unanswered = _unanswered };

    /// <summary>Takes a sample of <c>http_reqs</c>; answers whether the request got no answer.</summary>
    public bool Add(K6Line request)
    {
        var status = request.Tag("status");
        var kind = KindOf(status, request.Tag("error_code"));
        if (kind is { } unanswered)
        {
            _unanswered[unanswered] = _unanswered.GetValueOrDefault(unanswered) + 1;
            if (unanswered == EngineFailureKind.RefusedByPolicy)
            {
                _firstRefused ??= CallOf(request, status);
            }
        }
        else if (status == TooManyRequests)
        {
            _turnedAway++;
            _firstTurnedAway ??= CallOf(request, status);
        }

        if (kind is not null || IsFailure(request.Tag("expected_response"), status))
        {
            _first ??= CallOf(request, status);
        }

        return kind is not null;
    }

    // 1000 + status is an answer; below 1400 k6 numbers what kept it from getting one. A script may leave the tag status out.
    private static EngineFailureKind? KindOf(string? status, string? errorCode)
    {
        var code = int.TryParse(errorCode, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
        var isAnswered = status is null ? code is 0 or (>= 1400 and < 1600) : status != "0";
        return isAnswered ? null : code switch
        {
            1110 or 1111 => EngineFailureKind.RefusedByPolicy,
            1050 => EngineFailureKind.Timeout,
            >= 1100 and < 1220 or >= 1300 and < 1400 => EngineFailureKind.Unreachable,
            _ => EngineFailureKind.ConnectionLost,
        };
    }

    // Without the tag k6's own measure, where the status is said.
    private static bool IsFailure(string? expected, string? status) =>
        expected is not null ? expected == "false" : int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said is < 200 or >= 400;

    private static FailedCall CallOf(K6Line request, string? status)
    {
        var name = request.Tag("name") ?? request.Tag("url") ?? "?";
        var what = $"{request.Tag("method")} {name}: {request.Tag("error") ?? $"status {status}"}".TrimStart();
        return new FailedCall(name, what.Length <= WhatMax ? what : what[..WhatMax] + "...", StoredTime.ToSecondsText(request.Time), null);
    }
}

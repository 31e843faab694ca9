using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>The sessions of one virtual user, one after the other: turns their steps into samples.</summary>
internal sealed class UserSessions : ISessionObserver
{
    private readonly VirtualUser _user;
    private readonly ScenarioTags _scenario;
    private readonly SessionRunner _runner;
    private readonly FailedCalls _failed;
    private long? _startLagNs;

    public UserSessions(VirtualUser user, ScenarioTags scenario, SessionProgram program, SessionOptions options, FailedCalls failed)
    {
        _failed = failed;
        _user = user;
        _scenario = scenario;
        _runner = new SessionRunner(program, options, this);
    }

    public ValueTask<bool> RunAsync(IterationStart start, ScenarioProgram steps, CancellationToken cancellationToken)
    {
        _startLagNs = start.LagNs;
        return _runner.RunAsync(start.Number, steps, _user.Client, cancellationToken);
    }

    /// <summary>Bytes are counted at the end of an iteration, interrupted ones included, as in k6.</summary>
    public void End()
    {
        if (_user.Client is LoadHttpClient client)
        {
            var bytes = client.TakeWireBytes();
            _user.Recorder.Data(_scenario, bytes.Sent, bytes.Received);
            client.EndIteration();
        }
    }

    public void OnStep(StepOutcome outcome)
    {
        if (outcome.IsSkipped)
        {
            return;
        }

        Sample(outcome);
        for (var i = 0; i < outcome.Step.CheckNames.Count; i++)
        {
            // Without an answer no check was evaluated; they count as failed, as a k6 script's do. Left out, a dying engine would raise the rate of checks.
            var passed = i < outcome.Checks.Count && outcome.Checks[i].Passed;
            _user.Recorder.Check(new SampleTags(_scenario, outcome.Step.Name, Check: outcome.Step.CheckNames[i]), passed);
        }
    }

    /// <summary>Every attempt of a poll is a request; checks are made of the last one.</summary>
    public void OnAttempt(StepOutcome outcome) => Sample(outcome);

    private void Sample(StepOutcome outcome)
    {
        var client = _user.Client as LoadHttpClient;
        var method = outcome.Step.Spec.Method;
        if (client?.TakeRedirects() is { Count: > 0 } hops)
        {
            // A redirect that was followed is a request of its own, as in k6.
            method = client.LastMethod;
            foreach (var hop in hops)
            {
                Sample(outcome, hop.Method, hop.Reply, hop.Protocol, hop.TlsVersion);
            }
        }

        if (!Sample(outcome, method, outcome.Reply, client?.Protocol, client?.TlsVersion))
        {
            _failed.Add(outcome);
        }
    }

    private bool Sample(StepOutcome outcome, string method, EngineReply reply, string? protocol, string? tlsVersion)
    {
        var isExpected = reply is { Failure: null, Status: >= 200 and < 400 };
        var tags = new SampleTags(_scenario, outcome.Step.Name, method, reply.Status, ErrorCodeOf(reply), isExpected);
        if (reply.Failure is null)
        {
            // As in k6: without an answer nobody says what it would have come over.
            tags = tags with { Protocol = protocol, TlsVersion = tlsVersion };
        }

        _user.Recorder.Request(new RequestSample(tags, reply.Timings ?? default, _startLagNs));
        return isExpected;
    }

    private static int ErrorCodeOf(EngineReply reply) => reply.Failure?.ErrorCode ?? ErrorCodes.OfStatus(reply.Status);
}

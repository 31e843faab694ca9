using TestOps.Core.Sessions;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>An iteration that runs one session of a SIM scenario. The session's number is the iteration's, so that data rows go by the order of the starts.</summary>
internal sealed class LoadIteration : IIteration
{
    private readonly ScenarioTags _scenario;
    private readonly SessionProgram _program;
    private readonly ScenarioProgram _steps;
    private readonly SessionOptions _options;
    private readonly FailedCalls _failed;

    public LoadIteration(ScenarioTags scenario, SessionProgram program, ScenarioProgram steps, SessionOptions options, FailedCalls failed)
    {
        _failed = failed;
        _scenario = scenario;
        _program = program;
        _steps = steps;
        _options = options;
    }

    public ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken)
    {
        if (user.Work is not UserSessions sessions)
        {
            sessions = new UserSessions(user, _scenario, _program, _options, _failed);
            user.Work = sessions;
        }

        return sessions.RunAsync(start, _steps, cancellationToken);
    }

    public void End(VirtualUser user) => (user.Work as UserSessions)?.End();
}

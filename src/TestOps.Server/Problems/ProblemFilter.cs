using Microsoft.AspNetCore.Http;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Journaling;
using TestOps.Core.Safety;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;

namespace TestOps.Server.Problems;

/// <summary>Turns refusals and failures of the environment into problem documents. Errors of our own go on to <see cref="ErrorBoundary"/>.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ApiProblemException problem)
        {
            return ProblemResult.Of(problem);
        }
        catch (BadHttpRequestException malformed)
        {
            return new ProblemResult(ProblemKind.OfStatus(malformed.StatusCode), malformed.Message);
        }
        catch (TestOpsException failure)
        {
            return Of(failure);
        }
    }

    private static ProblemResult Of(TestOpsException failure) => failure switch
    {
        InvalidSuiteException invalid => new ProblemResult(ProblemKind.SuiteInvalid, $"{invalid.Problems.Count} problem(s); see 'problems'")
        {
            Hint = invalid.Hint,
            Problems = [.. invalid.Problems.Select(problem => problem.ToString())],
        },
        StoreUnavailableException or UnreadableEventException => new ProblemResult(ProblemKind.StoreUnavailable, failure.Message) { Hint = failure.Hint, RetryAfter = 5 },
        SnapshotCorruptException => new ProblemResult(ProblemKind.SnapshotCorrupt, failure.Message) { Hint = failure.Hint },
        BaselineRefusedException => new ProblemResult(ProblemKind.BodyInvalid, $"baseline: {failure.Message}") { Hint = failure.Hint },
        TargetRefusedException => new ProblemResult(ProblemKind.SuiteInvalid, failure.Message) { Hint = failure.Hint },
        _ when failure.ExitCode == ExitCode.Usage => new ProblemResult(ProblemKind.SuiteInvalid, failure.Message) { Hint = failure.Hint },
        _ => new ProblemResult(ProblemKind.EnvironmentFailure, failure.Message) { Hint = failure.Hint },
    };
}

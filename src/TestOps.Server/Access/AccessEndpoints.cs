using Microsoft.AspNetCore.Http;
using TestOps.Server.Problems;

namespace TestOps.Server.Access;

/// <summary><c>/begin</c> and <c>/end</c>.</summary>
internal sealed class AccessEndpoints(TestingLock testingLock, PhraseLimiter limiter, IActiveRuns runs)
{
    private const string Phrase = "Begin testing";

    public async Task<IResult> BeginAsync(HttpContext context)
    {
        var body = new BodyMembers(await JsonBody.ReadAsync(context.Request) ?? []);
        body.Know("phrase");
        var phrase = body.AnyText("phrase");
        body.ThrowIfRefused();
        if (phrase != Phrase)
        {
            throw limiter.TakeWrong() is { } seconds
                ? new ApiProblemException(ProblemKind.PhraseRateLimited, "too many wrong phrases; wait, then send the right one") { RetryAfter = seconds }
                : new ApiProblemException(ProblemKind.PhraseInvalid, "Invalid unlock phrase");
        }

        await testingLock.UnlockAsync(context.RequestAborted);
        return TypedResults.Ok(new LockBody("unlocked"));
    }

    public async Task<IResult> EndAsync(HttpContext context)
    {
        if (runs.HasActiveRuns)
        {
            throw new ApiProblemException(ProblemKind.RunActive, "testing cannot be locked under an active run") { Hint = "wait for its end, or cancel it: POST /tests/cancel/{run_id}" };
        }

        await testingLock.LockAsync(context.RequestAborted);
        return TypedResults.Ok(new LockBody("locked"));
    }
}

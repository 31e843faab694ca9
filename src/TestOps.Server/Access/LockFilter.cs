using Microsoft.AspNetCore.Http;
using TestOps.Server.Problems;

namespace TestOps.Server.Access;

/// <summary>Refuses everything under <c>/tests</c> until testing is unlocked.</summary>
internal sealed class LockFilter(TestingLock testingLock) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await testingLock.IsOpenAsync(context.HttpContext.RequestAborted)
            ? await next(context)
            : throw new ApiProblemException(ProblemKind.TestingLocked, "Testing is locked. Call /begin first.");
}

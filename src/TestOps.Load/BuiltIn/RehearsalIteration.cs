using TestOps.Core.Expressions;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>An iteration of the warm-up: an expression that cannot cope with the stub's answer ends it, and says nothing about the suite.</summary>
internal sealed class RehearsalIteration : IIteration
{
    private readonly IIteration _iteration;

    public RehearsalIteration(IIteration iteration) => _iteration = iteration;

    public async ValueTask<bool> RunAsync(VirtualUser user, IterationStart start, CancellationToken cancellationToken)
    {
        try
        {
            return await _iteration.RunAsync(user, start, cancellationToken).ConfigureAwait(false);
        }
        catch (ExpressionException)
        {
            // The same expression meets the engine's own answer when the clock runs, and rises there.
            return false;
        }
    }

    public void End(VirtualUser user) => _iteration.End(user);
}

using TestOps.Core.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Sim.Masking;

/// <summary>Hears of every difference while replays are judged.</summary>
internal interface IDriftObserver
{
    /// <summary>The next replay begins; values of another one are no evidence of what belongs together in this one.</summary>
    void BeginReplay();

    /// <summary>One step differs; the divergences are all of them, with whole values.</summary>
    void Differ(StepRecord expected, StepRecord actual, IReadOnlyList<Divergence> divergences);
}

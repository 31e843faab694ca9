using TestOps.Core.Journaling;

namespace TestOps.Server.Snapshots;

/// <summary>A divergence in answers about snapshots.</summary>
internal sealed record DivergenceRow(long Session, int Step, string StepName, string Pointer, string Class, string Expected, string Actual, long Sessions)
{
    public static DivergenceRow Of(DivergenceFound found) => new(found.Session, found.Step, found.StepName, found.Pointer, found.Class, found.Expected, found.Actual, found.Sessions);
}

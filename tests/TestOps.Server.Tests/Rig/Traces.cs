using TestOps.Core.Phases;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Server.Tests.Rig;

/// <summary>Simulations of which the snapshot says that they recorded sessions. There is no trace behind it: the tools of <see cref="WrittenTools"/> read none.</summary>
internal static class Traces
{
    public static Task SayAsync(PhaseContext context, int sessions)
    {
        context.AddTrace(new TraceSummary(SnapshotNames.Trace(context.RunId), new string('0', 64), sessions, sessions, 10, new string('0', 64)));
        return ServerWorld.HoldAsync(context, "sim");
    }
}

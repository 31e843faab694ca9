using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Testing.Phases;

namespace TestOps.Core.Tests.Phases;

/// <summary>The contract of phases finds what a phase forgets.</summary>
public sealed class PhaseContractTests
{
    [Fact]
    public async Task Find_OfAWholePhase_IsEmpty() => (await FindAsync(WholeAsync)).Should().BeEmpty();

    [Fact]
    public async Task Find_WithoutProgress_SaysSo() =>
        (await FindAsync(async (context, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            await GateAsync(context);
            context.AddArtifact("careless", new JsonObject());
            cancellationToken.ThrowIfCancellationRequested();
        })).Should().Equal("it reports no progress (PhaseProgress)");

    [Fact]
    public async Task Find_WithProgressThatGoesBackAndStops_SaysBoth() =>
        (await FindAsync(async (context, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var done in (long[])[2, 1])
            {
                await context.AppendAsync(new PhaseProgress("careless", done, 3, "files"), CancellationToken.None);
            }

            await GateAsync(context);
            context.AddArtifact("careless", new JsonObject());
            cancellationToken.ThrowIfCancellationRequested();
        })).Should().Equal("its progress goes back: 2, 1", "its progress ends at 1 of 3 though careless completed");

    [Fact]
    public async Task Find_WithoutArtifactAndGate_SaysBoth() =>
        (await FindAsync(async (context, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ProgressAsync(context);
            cancellationToken.ThrowIfCancellationRequested();
        })).Should().Equal(
            "it measures no gate (GateMeasured), so a run with it proves nothing of it",
            "it adds no artifact (PhaseContext.AddArtifact), so the snapshot does not hold what it found");

    [Fact]
    public async Task Find_WithoutCancellation_SaysWhen() =>
        (await FindAsync((context, _) => WholeAsync(context, CancellationToken.None))).Should().Equal(
            "cancelled before it runs, it runs to its end: it must throw OperationCanceledException when it has kept what it has",
            "cancelled at its first event, it runs to its end: it must throw OperationCanceledException when it has kept what it has");

    [Fact]
    public async Task Find_ThatSpeaksForOthers_NamesThem() =>
        (await FindAsync(async (context, cancellationToken) =>
        {
            await WholeAsync(context, cancellationToken);
            await context.AppendAsync(new GateMeasured("sim", "sim/answered", true, "1", "1", null), CancellationToken.None);
            await context.AppendAsync(new PhaseEnded("careless", "completed", 1), CancellationToken.None);
        })).Should().Equal("its GateMeasured names the phase 'sim' instead of 'careless'", "it appends PhaseEnded, which the runner does");

    private static Task<IReadOnlyList<string>> FindAsync(Func<PhaseContext, CancellationToken, Task> run) =>
        PhaseContract.FindProblemsAsync(() => new Careless(run), journal => PhaseContexts.Over(journal, TimeProvider.System), CancellationToken.None);

    private static async Task WholeAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await ProgressAsync(context);
        await GateAsync(context);
        context.AddArtifact("careless", new JsonObject());
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static Task ProgressAsync(PhaseContext context) => context.AppendAsync(new PhaseProgress("careless", 3, 3, "files"), CancellationToken.None);

    private static Task GateAsync(PhaseContext context) => context.AppendAsync(new GateMeasured("careless", "careless/files", true, "3", "3", null), CancellationToken.None);

    private sealed class Careless(Func<PhaseContext, CancellationToken, Task> run) : IPhase
    {
        public string Name => "careless";

        public Task RunAsync(PhaseContext context, CancellationToken cancellationToken) => run(context, cancellationToken);
    }
}

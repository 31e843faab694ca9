using System.Runtime;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn.Wires;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Runs the profile's own sessions against a loopback stub that speaks what the engine speaks, so that the first measured second does not pay for compilation. Its samples go to a board of
/// their own, which is thrown away.
/// It runs in bursts with pauses between them: the runtime compiles hot code once more, and better, when nothing new has been compiled for a tenth of a second, and needs some thirty
/// calls each for two further stages. Work without a pause would keep it from all of that. Where the runtime is not done at the end, the warm-up goes on, for up to some times its length:
/// on one core the compiler would take the time of the first requests that count.
/// </summary>
internal static class ClientWarmUp
{
    private const int UsersMax = 8;
    private const int Rate = 1000;
    private const int LengthsMax = 4;
    private const double BusyCompiler = 0.1;
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(110);

    // What is cold takes longer than a burst, handshakes above all: cut off, it would never come to its end, and what is behind it stayed cold.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(LoadSpec load, bool isTls, TargetPolicy policy, TimeProvider time, Func<LoadScenarioSpec, Uri, IIteration> iteration, CancellationToken cancellationToken)
    {
        if (load.WarmUp <= TimeSpan.Zero)
        {
            return;
        }

        using var certificate = isTls ? StubCertificate.Create(time) : null;
        var stub = new LoopbackStub(certificate, load.Http.Version == "2");
        await using var disposal = stub.ConfigureAwait(false);
        var iterations = load.Scenarios.Select(scenario => (Scenario: Brief(scenario), Iteration: iteration(scenario, stub.Address))).ToList();
        var board = new SampleBoard([]);
        using var users = new UserPool(() => new LoadHttpClient(new LoadTarget { BaseAddress = stub.Address, Http = load.Http with { InsecureSkipTlsVerify = true } }, policy, LoopTimeProvider.Of(time)), board);
        var started = time.GetTimestamp();
        var isCompiling = true;
        for (var burst = 0; burst == 0 || time.GetElapsedTime(started) < load.WarmUp * (isCompiling ? LengthsMax : 1); burst++)
        {
            var (begun, compiled) = (time.GetTimestamp(), JitInfo.GetCompilationTime());
            var profile = new LoadProfile([.. iterations.Select(one => Executor.For(one.Scenario, one.Iteration, users, board))]);
            profile.Prepare();
            await profile.RunAsync(new LoadClock(time), cancellationToken).ConfigureAwait(false);
            board.TakeSecond(burst, null, null);
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
            isCompiling = JitInfo.GetCompilationTime() - compiled > time.GetElapsedTime(begun) * BusyCompiler;
        }
    }

    // Starts by a schedule and users that loop: one of each kind runs what all of its kind run.
    private static LoadScenarioSpec Brief(LoadScenarioSpec scenario) => scenario is ConstantArrivalRateSpec or RampingArrivalRateSpec
        ? new ConstantArrivalRateSpec
        {
            Name = scenario.Name,
            Exec = scenario.Exec,
            GracefulStop = s_grace,
            Duration = s_burst,
            Rate = Rate,
            PreAllocatedVus = Math.Min(UsersMax, scenario.VusMax),
            MaxVus = Math.Min(UsersMax, scenario.VusMax),
        }
        : new ConstantVusSpec { Name = scenario.Name, Exec = scenario.Exec, GracefulStop = s_grace, Duration = s_burst, Vus = Math.Min(UsersMax, scenario.VusMax) };
}

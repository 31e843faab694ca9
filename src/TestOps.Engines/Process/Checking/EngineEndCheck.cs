using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Process.Checking;

/// <summary>How an engine takes what later versions may add, and how it ends.</summary>
internal sealed class EngineEndCheck(EngineSpec spec, EngineBinding binding, GuardCommand? guard)
{
    private const string Hello = """{"type":"hello","protocols":["testops-engine-1","testops-engine-2"],"x_added":{"later":[1]}}""";
    private const string Call = """{"type":"call","x_added":[1,{"later":true}],"id":1,"session":0,"step":1,"method":"GET","path":"/testops-check/no-such-path","headers":{}}""";
    private const string ReadToTheEnd = "read standard input to its end, then return from the program: in Python `for line in sys.stdin.buffer`, in Node.js readline's `close`";

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<EngineCheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var program = await RawProgram.StartAsync(spec, binding, guard, cancellationToken).ConfigureAwait(false);
            await using (program.ConfigureAwait(false))
            {
                var unknown = await UnknownMembersAsync(program, cancellationToken).ConfigureAwait(false);
                var (quiet, end) = await EndOfInputAsync(program, unknown.Status == EngineCheckStatus.Passed, cancellationToken).ConfigureAwait(false);
                return [unknown, quiet, end, await TerminateAsync(cancellationToken).ConfigureAwait(false)];
            }
        }
        catch (Exception exception) when (exception is IOException or ChildProcessException)
        {
            return
            [
                new EngineCheckResult(EngineCheckNames.UnknownMembers, EngineCheckStatus.Failed, $"a further process cannot be spoken to: {exception.Message}", "the engine must start as often as it is asked to"),
                .. new[] { EngineCheckNames.QuietOutput, EngineCheckNames.EndOfInput, EngineCheckNames.Terminate }.Select(static name => new EngineCheckResult(name, EngineCheckStatus.Skipped, "a further process cannot be spoken to")),
            ];
        }
    }

    private async Task<EngineCheckResult> UnknownMembersAsync(RawProgram program, CancellationToken cancellationToken)
    {
        await program.SayAsync(Hello, cancellationToken).ConfigureAwait(false);
        var hello = await HearAsync(program, spec.Start!.Timeout, cancellationToken).ConfigureAwait(false);
        if (hello.Message is not HelloMessage)
        {
            return Ignored(hello, $"the hello with a further member and a further version was answered with {hello}");
        }

        await program.SayAsync(Call, cancellationToken).ConfigureAwait(false);
        var answer = await HearAsync(program, spec.Timeout, cancellationToken).ConfigureAwait(false);
        return answer.Message is AnswerMessage { Id: 1, Status: var status }
            ? new EngineCheckResult(EngineCheckNames.UnknownMembers, EngineCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"a call with a further member, in another order, answered {status}"))
            : Ignored(answer, $"a call with a further member was answered with {answer}");
    }

    private async Task<(EngineCheckResult Quiet, EngineCheckResult End)> EndOfInputAsync(RawProgram program, bool hasAnswered, CancellationToken cancellationToken)
    {
        program.Child.Input.Close();
        var stray = await HearAsync(program, EndLimit, cancellationToken).ConfigureAwait(false);
        var quiet = stray.Message is null && !hasAnswered
            ? new EngineCheckResult(EngineCheckNames.QuietOutput, EngineCheckStatus.Skipped, "it did not answer: a standard output without answers says nothing")
            : stray.Message is null
            ? new EngineCheckResult(EngineCheckNames.QuietOutput, EngineCheckStatus.Passed, "standard output held answers and nothing else")
            : new EngineCheckResult(EngineCheckNames.QuietOutput, EngineCheckStatus.Failed, $"after the last answer it printed {stray}", "print to standard error: standard output is for the protocol alone");
        if (!await EndsAsync(program, cancellationToken).ConfigureAwait(false))
        {
            return (quiet, new EngineCheckResult(EngineCheckNames.EndOfInput, EngineCheckStatus.Failed, $"it still ran {ProcessFailures.Seconds(EndLimit)} after its input had ended", ReadToTheEnd));
        }

        var code = await program.Child.Exited.ConfigureAwait(false);
        return (quiet, new EngineCheckResult(
            EngineCheckNames.EndOfInput,
            code == 0 ? EngineCheckStatus.Passed : EngineCheckStatus.Failed,
            string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {code} when its input had ended"),
            code == 0 ? null : "end with exit code 0 at the end of input, which is the orderly end"));
    }

    private async Task<EngineCheckResult> TerminateAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return new EngineCheckResult(EngineCheckNames.Terminate, EngineCheckStatus.Skipped, "this system has no SIGTERM");
        }

        var program = await RawProgram.StartAsync(spec, binding, guard, cancellationToken).ConfigureAwait(false);
        await using (program.ConfigureAwait(false))
        {
            await program.SayAsync(Hello, cancellationToken).ConfigureAwait(false);
            await HearAsync(program, spec.Start!.Timeout, cancellationToken).ConfigureAwait(false);
            var startedAt = binding.Time.GetTimestamp();
            var code = await program.Child.StopAsync(cancellationToken).ConfigureAwait(false);
            var isTold = binding.Time.GetElapsedTime(startedAt) < ChildProcessDefaults.StopTimeout;
            return new EngineCheckResult(
                EngineCheckNames.Terminate,
                isTold ? EngineCheckStatus.Passed : EngineCheckStatus.Failed,
                isTold ? string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {code} upon SIGTERM") : $"it still ran {ProcessFailures.Seconds(ChildProcessDefaults.StopTimeout)} after SIGTERM, and was killed",
                isTold ? null : "leave SIGTERM to its default, or end in its handler");
        }
    }

    private async Task<bool> EndsAsync(RawProgram program, CancellationToken cancellationToken)
    {
        try
        {
            await program.Child.Exited.WaitAsync(EndLimit, binding.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<Heard> HearAsync(RawProgram program, TimeSpan limit, CancellationToken cancellationToken) => program.HearAsync(limit, binding.Time, cancellationToken);

    // Silence has more causes than a member that is not known, and they come first.
    private static EngineCheckResult Ignored(Heard heard, string seen) => new(EngineCheckNames.UnknownMembers, EngineCheckStatus.Failed, seen, heard.IsSilent
        ? "answer every line, and flush standard output after each answer; a member that you do not know is no reason to keep silent"
        : "ignore members that you do not know: later versions of TestOps may add some");
}

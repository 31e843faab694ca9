using System.Globalization;
using System.Text;
using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Processes;

namespace TestOps.Engines.Http;

/// <summary>Makes the engine's state new, by a call or by a command. What does not work is never passed over: the phase would meet what an earlier one left.</summary>
internal static class EngineReset
{
    private const int AnswerMax = 300;

    /// <summary>Calls the engine.</summary>
    /// <exception cref="TestOpsException">No answer, or not 200 to 399.</exception>
    public static async Task CallAsync(CallReset reset, HttpClientOptions options, CancellationToken cancellationToken)
    {
        using var client = new HttpEngineClient(options with { Timeout = reset.Timeout });
        var context = new CallContext { Session = 0, Clock = SessionClock.Wall(options.Time) };
        var reply = await client.CallAsync(new EngineCall { Context = context, Method = reset.Method, Path = reset.Path }, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            throw Failed($"{reset.Method} {reset.Path}: {failure.Message}");
        }

        if (reply.Status is < 200 or >= 400)
        {
            var answer = Encoding.UTF8.GetString(reply.Body.Span[..Math.Min(reply.Body.Length, AnswerMax)]).Trim();
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"{reset.Method} {reset.Path} answered {reply.Status}, expected 200 to 399{(answer.Length == 0 ? "" : $": {answer}")}"));
        }
    }

    /// <summary>Runs the command.</summary>
    /// <exception cref="TestOpsException">It cannot be started, fails, or takes too long.</exception>
    public static async Task RunAsync(CommandReset reset, LeaseScope scope, GuardCommand? guard, CancellationToken cancellationToken)
    {
        var command = new CommandLine(reset.Command, reset.Environment, reset.Directory, "engine.reset.run", scope);
        ChildCommandResult result;
        try
        {
            result = await ChildCommand.RunAsync(command.Options(IncidentCodes.EngineResetFailed, guard), reset.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (ChildProcessException exception)
        {
            throw Failed(exception.Message, exception);
        }

        if (result.TimedOut)
        {
            throw Failed($"{command.Text} took longer than {DurationText.Format(reset.Timeout)} and was stopped; {CommandLine.Ending(result.ExitText, result.Output)}");
        }

        if (result.ExitCode != 0)
        {
            throw Failed($"{command.Text} failed: {CommandLine.Ending(result.ExitText, result.Output)}");
        }
    }

    private static TestOpsException Failed(string what, Exception? cause = null) =>
        new(IncidentCodes.EngineResetFailed, $"the engine could not be reset: {what}", "do by hand what engine.reset says, mend it, and run again", cause);
}

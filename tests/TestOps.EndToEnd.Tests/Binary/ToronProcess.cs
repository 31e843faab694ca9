using System.Runtime.InteropServices;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>The reference model as a server of its own, which TestOps does not own: a warm engine.</summary>
public sealed class ToronProcess : IAsyncDisposable
{
    private const string Listening = " listening on ";

    private readonly RunningProgram _program;

    private ToronProcess(RunningProgram program, Uri address)
    {
        _program = program;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts <c>testops engine toron</c> on a free port with <paramref name="options"/>, and waits until it listens.</summary>
    public static async Task<ToronProcess> StartAsync(Sandbox sandbox, params IReadOnlyList<string> options)
    {
        var program = sandbox.Start(["engine", "toron", "--port", "0", .. options]);
        await program.WaitForOutputAsync(Listening);
        await program.WaitForOutputAsync("\n");
        var line = program.Out.Split('\n')[0];
        return new ToronProcess(program, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    /// <summary>Kills it, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _program.KillAlone();
        await _program.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_program.HasExited)
        {
            _program.Signal(PosixSignal.SIGTERM);
            await _program.WaitForExitAsync();
        }

        await _program.DisposeAsync();
    }
}

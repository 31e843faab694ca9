using System.IO.Pipelines;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Engines.Process;

namespace TestOps.Engines.Tests.Process;

/// <summary>The engine's end of a conversation, played by a test.</summary>
internal sealed class EnginePeer : IAsyncDisposable
{
    public const string Hello = """{"type":"hello","protocol":"testops-engine-1","name":"peer","version":"1.2"}""";

    private readonly Pipe _toEngine;
    private readonly Pipe _fromEngine = new();
    private readonly StreamReader _lines;

    public EnginePeer(ProcessDialogueOptions? options = null, int roomForInput = 0)
    {
        _toEngine = roomForInput == 0 ? new Pipe() : new Pipe(new PipeOptions(pauseWriterThreshold: roomForInput, resumeWriterThreshold: roomForInput / 2));
        _lines = new StreamReader(_toEngine.Reader.AsStream());
        Dialogue = new ProcessDialogue(_toEngine.Writer.AsStream(), _fromEngine.Reader.AsStream(), options ?? new ProcessDialogueOptions());
    }

    public ProcessDialogue Dialogue { get; }

    /// <summary>A conversation after its hellos.</summary>
    public static async Task<EnginePeer> GreetedAsync(int concurrency = 1, ProcessDialogueOptions? options = null, int roomForInput = 0)
    {
        var peer = new EnginePeer(options, roomForInput);
        await peer.SayAsync(Hello.Replace("}", $",\"concurrency\":{concurrency}}}", StringComparison.Ordinal));
        await peer.Dialogue.HelloAsync(EngineCalls.Deadline);
        await peer.HearAsync();
        return peer;
    }

    /// <summary>The next line that TestOps sends; null at the end of input.</summary>
    public async Task<string?> HearAsync() => await _lines.ReadLineAsync(EngineCalls.Deadline);

    public Task SayAsync(string line) => SayAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SayAsync(byte[] bytes) => await _fromEngine.Writer.WriteAsync(bytes, EngineCalls.Deadline);

    /// <summary>Closes standard output, as an engine that ends does.</summary>
    public void Close() => _fromEngine.Writer.Complete();

    public Task<EngineReply> CallAsync(string method = "GET", string path = "/", string? body = null, int step = 1) =>
        ((IEngineClient)Dialogue).CallAsync(method, path, body, EngineCalls.Context(session: 3, step));

    /// <summary>One call with one answer.</summary>
    public async Task<EngineReply> AnswerAsync(string line)
    {
        var reply = CallAsync();
        await HearAsync();
        await SayAsync(line);
        return await reply;
    }

    public async ValueTask DisposeAsync()
    {
        await Dialogue.DisposeAsync();
        _lines.Dispose();
    }
}

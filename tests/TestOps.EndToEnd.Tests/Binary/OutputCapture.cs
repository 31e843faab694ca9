using System.Text;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>Reads a stream to its end and lets tests wait for a text in it.</summary>
internal sealed class OutputCapture
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = New();

    public OutputCapture(StreamReader reader) => Completion = ReadAsync(reader);

    /// <summary>Ends when the stream does, which needs every process that holds it to be gone.</summary>
    public Task Completion { get; }

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits until the output contains a text; false where the stream ended without it.</summary>
    public async Task<bool> WaitForAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_text.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return true;
                }

                changed = _changed.Task;
            }

            if (Completion.IsCompleted)
            {
                return Text.Contains(text, StringComparison.Ordinal);
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int read;
        do
        {
            read = await reader.ReadAsync(buffer);
            lock (_lock)
            {
                _text.Append(buffer, 0, read);
                _changed.SetResult();
                _changed = New();
            }
        }
        while (read > 0);
    }
}

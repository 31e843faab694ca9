using System.Text;

namespace TestOps.Processes;

/// <summary>Reads one output of a child to its end, keeps the tail and offers whole lines. It never stops reading: a full pipe would block the child.</summary>
internal sealed class OutputPump
{
    private readonly List<byte> _line = [];
    private readonly OutputTail _tail;
    private readonly Action<string>? _onLine;

    /// <summary>Starts reading into <paramref name="tail"/>; <paramref name="onLine"/> gets each line without its end.</summary>
    public OutputPump(Stream source, OutputTail tail, Action<string>? onLine)
    {
        _tail = tail;
        _onLine = onLine;
        Completion = PumpAsync(source);
    }

    /// <summary>Ends with the output.</summary>
    public Task Completion { get; }

    private async Task PumpAsync(Stream source)
    {
        var buffer = new byte[8192];
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                _tail.Append(buffer.AsSpan(0, read));
                if (_onLine is not null)
                {
                    SplitLines(buffer.AsSpan(0, read));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe is closed under the read when the child is disposed: that is the end of the output.
        }
    }

    private void SplitLines(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value == (byte)'\n')
            {
                _onLine!(Encoding.UTF8.GetString([.. _line]).TrimEnd('\r'));
                _line.Clear();
            }
            else if (_line.Count < ChildProcessDefaults.OutputTailBytes)
            {
                _line.Add(value);
            }
        }
    }
}

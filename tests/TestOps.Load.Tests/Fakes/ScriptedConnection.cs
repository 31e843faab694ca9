using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace TestOps.Load.Tests.Fakes;

/// <summary>One connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedConnection(Socket socket, CancellationToken stop) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    public Stream Stream { get; set; } = new NetworkStream(socket, ownsSocket: true);

    public CancellationToken Stop => stop;

    /// <summary>The next request as text, with its body; null at the end of the connection.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        for (var filled = 0; ;)
        {
            var read = await Stream.ReadAsync(_buffer.AsMemory(filled), stop);
            if (read == 0)
            {
                return null;
            }

            filled += read;
            var text = Encoding.Latin1.GetString(_buffer, 0, filled);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head >= 0 && filled >= head + 4 + LengthOf(text[..head]))
            {
                return text;
            }
        }
    }

    public async Task WriteAsync(string text)
    {
        await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await Stream.FlushAsync(stop);
    }

    public Task WaitAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, stop);

    public Task WaitForEndAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

    /// <summary>Ends the connection with a reset instead of a farewell.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => Stream.Dispose();

    private static int LengthOf(string head)
    {
        const string Name = "content-length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..].Split("\r\n")[0], CultureInfo.InvariantCulture);
    }
}

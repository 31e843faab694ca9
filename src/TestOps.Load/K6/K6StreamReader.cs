namespace TestOps.Load.K6;

/// <summary>Cuts a stream into lines and hands each on, to the stream's end: k6 must never wait for a reader.</summary>
internal static class K6StreamReader
{
    /// <summary>Reads to the end. A line that is too long is handed on cut, so that it counts as unreadable; so is a last one without an end.</summary>
    public static async Task ReadAsync(Stream source, Action<ReadOnlyMemory<byte>> onLine, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        var isOverlong = false;
        while (true)
        {
            int read;
            try
            {
                read = await source.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The pipe is closed under the read when the child is disposed: that is the end of the output.
                read = 0;
            }

            filled += read;
            var start = 0;
            int length;
            while ((length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0)
            {
                if (!isOverlong)
                {
                    onLine(buffer.AsMemory(start, length));
                }

                isOverlong = false;
                start += length + 1;
            }

            if (read == 0)
            {
                if (filled > start && !isOverlong)
                {
                    onLine(buffer.AsMemory(start, filled - start));
                }

                return;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length && filled < K6Defaults.LineBytesMax)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            else if (filled == buffer.Length)
            {
                if (!isOverlong)
                {
                    onLine(buffer.AsMemory(0, 64));
                }

                isOverlong = true;
                filled = 0;
            }
        }
    }
}

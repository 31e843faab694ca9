using System.Buffers;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>Reads a body to its end, within a limit.</summary>
internal static class ResponseBody
{
    private const int FirstBuffer = 16 * 1024;

    // An announced length is believed up to here; beyond, memory grows with what really comes.
    private const long AnnouncedMax = 1024 * 1024;

    /// <summary>The body; null where it is larger than <paramref name="limitBytes"/>.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContent content, long limitBytes, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced > limitBytes)
        {
            return null;
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return announced is { } length and <= AnnouncedMax
            ? await ReadKnownAsync(stream, (int)length, cancellationToken).ConfigureAwait(false)
            : await ReadUnknownAsync(stream, limitBytes, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<byte[]> ReadKnownAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return [];
        }

        // The answer to a HEAD announces a body and has none; any other body that ends early is an error of the stream itself.
        var body = GC.AllocateUninitializedArray<byte>(length);
        var read = await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == length ? body : body[..read];
    }

    private static async ValueTask<byte[]?> ReadUnknownAsync(Stream stream, long limitBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var filled = 0; ;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                filled += read;
                if (filled > limitBytes)
                {
                    return null;
                }

                if (read == 0)
                {
                    return buffer.AsSpan(0, filled).ToArray();
                }

                if (filled == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}

using System.Buffers;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>Reads a body of the framework's client, within the limits of its size and of what all bodies may hold together.</summary>
internal static class ResponseBody
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>The body, or why there is none.</summary>
    public static async ValueTask<(byte[] Body, EngineFailure? Failure)> ReadAsync(HttpContent content, long limitBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limitBytes)
        {
            return ([], CallFailures.BodyTooLarge(limitBytes));
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new BodyFill(BodyMemory.Shared);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            for (long length = 0; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length > limitBytes)
                {
                    return ([], CallFailures.BodyTooLarge(limitBytes));
                }

                if (!body.TryAdd(buffer.AsSpan(0, read)))
                {
                    return ([], CallFailures.BodiesTooLarge(BodyMemory.Shared.LimitBytes));
                }
            }

            return (body.Take(), null);
        }
        finally
        {
            body.Drop();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

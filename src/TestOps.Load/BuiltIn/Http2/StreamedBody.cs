using System.Buffers;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>Hands a body over as it arrives, within a limit.</summary>
internal static class StreamedBody
{
    private const int ReadSize = 16 * 1024;

    /// <summary>Reads to the end, or as far as <paramref name="frames"/> wants; false where the body is larger than <paramref name="limitBytes"/>.</summary>
    public static async ValueTask<bool> ReadAsync(HttpContent content, IFrameSink frames, Func<long> elapsedNs, long limitBytes, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            var total = 0L;
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > limitBytes)
                {
                    return false;
                }

                if (!frames.Accept(new Frame(elapsedNs(), buffer.AsMemory(0, read))))
                {
                    break;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

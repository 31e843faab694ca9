using System.Buffers;
using System.IO.Compression;
using TestOps.Core.Engines;
using ZstdSharp;

namespace TestOps.Load.BuiltIn;

/// <summary>Undoes a body's <c>Content-Encoding</c>, as k6 and the <c>http</c> engine do; an encoding that none of them knows leaves the body as it is.</summary>
internal static class ContentDecoder
{
    private const int LayersMax = 8;
    private const int BufferBytes = 16 * 1024;

    /// <summary>The decoded body, or why there is none.</summary>
    public static (byte[] Body, EngineFailure? Failure) Decode(byte[] body, string encoding, long limitBytes)
    {
        var layers = encoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (layers.Length > LayersMax)
        {
            return ([], CallFailures.Undecodable(encoding.Length > 80 ? $"{encoding[..80]}..." : encoding));
        }

        for (var i = layers.Length - 1; i >= 0 && body.Length > 0; i--)
        {
            try
            {
                using var decoder = Decoder(layers[i], body);
                if (decoder is not null && Read(decoder, limitBytes, out body) is { } tooLarge)
                {
                    return ([], tooLarge);
                }
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException or ZstdException or EndOfStreamException)
            {
                return ([], CallFailures.Undecodable(layers[i]));
            }
        }

        return (body, null);
    }

    private static Stream? Decoder(string encoding, byte[] body)
    {
        var encoded = new MemoryStream(body);
        return encoding.ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "deflate" => new ZLibStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            "zstd" => new DecompressionStream(encoded),
            _ => null,
        };
    }

    private static EngineFailure? Read(Stream decoder, long limitBytes, out byte[] body)
    {
        // In pooled memory: what a small answer unpacks to would else be thrown away at each doubling.
        var decoded = new BodyFill(BodyMemory.Shared);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            body = [];
            int read;
            for (long length = 0; (read = decoder.Read(buffer)) > 0;)
            {
                length += read;
                if (length > limitBytes)
                {
                    return CallFailures.BodyTooLarge(limitBytes);
                }

                if (!decoded.TryAdd(buffer.AsSpan(0, read)))
                {
                    return CallFailures.BodiesTooLarge(BodyMemory.Shared.LimitBytes);
                }
            }

            body = decoded.Take();
            return null;
        }
        finally
        {
            decoded.Drop();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using System.IO.Compression;
using ZstdSharp;

namespace TestOps.Load.BuiltIn;

/// <summary>Undoes a body's <c>Content-Encoding</c>, as k6 and the <c>http</c> engine do; an encoding that none of them knows leaves the body as it is.</summary>
internal static class ContentDecoder
{
    private const int LayersMax = 8;

    /// <summary>The decoded body, or why there is none.</summary>
    public static (byte[] Body, Core.Engines.EngineFailure? Failure) Decode(byte[] body, string encoding, long limitBytes)
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
                if (decoder is not null && !TryRead(decoder, limitBytes, out body))
                {
                    return ([], CallFailures.BodyTooLarge(limitBytes));
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

    private static bool TryRead(Stream decoder, long limitBytes, out byte[] body)
    {
        using var decoded = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = decoder.Read(buffer)) > 0)
        {
            decoded.Write(buffer, 0, read);
            if (decoded.Length > limitBytes)
            {
                body = [];
                return false;
            }
        }

        body = decoded.ToArray();
        return true;
    }
}

using ZstdSharp;

namespace TestOps.Core.Snapshots;

/// <summary>Compresses pieces of a trace. Zstandard frames may follow one another in a file (RFC 8878, section 3), so that workers compress on their own.</summary>
public static class TraceFrame
{
    /// <summary>Compression level: 1, because recording must not cost more than the engine.</summary>
    public const int Level = 1;

    // Both are kept from frame to frame: a new buffer of that size each time would go to the large object heap.
    [ThreadStatic]
    private static Compressor? s_compressor;

    [ThreadStatic]
    private static byte[]? s_buffer;

    /// <summary>One whole frame with a checksum of its content.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> lines)
    {
        var compressor = s_compressor ??= Create();
        var bound = Compressor.GetCompressBound(lines.Length);
        if (s_buffer is null || s_buffer.Length < bound)
        {
            s_buffer = new byte[bound];
        }

        return s_buffer[..compressor.Wrap(lines, s_buffer)];
    }

    private static Compressor Create()
    {
        var compressor = new Compressor(Level);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor;
    }
}

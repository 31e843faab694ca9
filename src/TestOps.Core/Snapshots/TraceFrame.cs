using ZstdSharp;

namespace TestOps.Core.Snapshots;

/// <summary>Compresses pieces of a trace. Zstandard frames may follow one another in a file (RFC 8878, section 3), so that workers compress on their own.</summary>
public static class TraceFrame
{
    /// <summary>Compression level: 1, because recording must not cost more than the engine.</summary>
    public const int Level = 1;

    [ThreadStatic]
    private static Compressor? _compressor;

    /// <summary>One whole frame with a checksum of its content.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> lines)
    {
        _compressor ??= Create();
        return _compressor.Wrap(lines).ToArray();
    }

    private static Compressor Create()
    {
        var compressor = new Compressor(Level);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor;
    }
}

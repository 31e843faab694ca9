using System.Buffers.Binary;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>Answers every request on a connection of HTTP/2 (RFC 9113) with <c>{}</c>. It knows no more of it than our own client needs: what requests say is read over.</summary>
internal sealed class Http2Stub(Stream stream)
{
    private const int PrefaceBytes = 24;
    private const int HeadBytes = 9;

    // Nobody who was told of no other limit sends more.
    private const int PayloadMax = 16 * 1024;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte WindowUpdate = 8;
    private const byte EndStream = 1;
    private const byte Acknowledged = 1;
    private const byte EndHeaders = 4;

    // ":status: 200", "content-type" and "content-length" by their places in HPACK's table.
    private static readonly byte[] s_fields = [0x88, 0x0F, 0x10, 16, .. "application/json"u8, 0x0F, 0x0D, 1, .. "2"u8];
    private readonly byte[] _frame = new byte[HeadBytes + PayloadMax];

    /// <summary>Serves until the connection ends.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(_frame.AsMemory(0, PrefaceBytes), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(Frame(Settings, 0, 0, []), cancellationToken).ConfigureAwait(false);
        while (await stream.ReadAtLeastAsync(_frame.AsMemory(0, HeadBytes), HeadBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == HeadBytes)
        {
            var length = (_frame[0] << 16) | (_frame[1] << 8) | _frame[2];
            if (length > PayloadMax)
            {
                return;
            }

            await stream.ReadExactlyAsync(_frame.AsMemory(HeadBytes, length), cancellationToken).ConfigureAwait(false);
            if (Answer(_frame[3], _frame[4], BinaryPrimitives.ReadInt32BigEndian(_frame.AsSpan(5)), length) is { Length: > 0 } answer)
            {
                await stream.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private byte[] Answer(byte type, byte flags, int id, int length) => type switch
    {
        Settings when (flags & Acknowledged) == 0 => Frame(Settings, Acknowledged, 0, []),
        Ping when (flags & Acknowledged) == 0 => Frame(Ping, Acknowledged, 0, _frame.AsSpan(HeadBytes, length)),
        Headers when (flags & EndStream) != 0 => Reply(id),
        Data => [.. Room(length, 0), .. Room(length, id), .. (flags & EndStream) != 0 ? Reply(id) : []],
        _ => [],
    };

    private static byte[] Reply(int id) => [.. Frame(Headers, EndHeaders, id, s_fields), .. Frame(Data, EndStream, id, "{}"u8)];

    private static byte[] Room(int length, int id) => length == 0 ? [] : Frame(WindowUpdate, 0, id, [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);

    private static byte[] Frame(byte type, byte flags, int id, ReadOnlySpan<byte> payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, .. payload];
}

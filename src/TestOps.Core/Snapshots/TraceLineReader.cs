using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>Reads lines that <see cref="TraceLine"/> wrote, member by member in the same order. Bodies stay slices of the line.</summary>
public static class TraceLineReader
{
    /// <summary>Reads one line without its <c>\n</c>.</summary>
    /// <exception cref="FormatException">The line is not of the documented form.</exception>
    public static TraceStep Read(ReadOnlyMemory<byte> line) => Read(line, names: null);

    /// <summary>The same; <paramref name="names"/> are those that the lines before had.</summary>
    internal static TraceStep Read(ReadOnlyMemory<byte> line, TraceNames? names)
    {
        try
        {
            var cursor = new TraceLineCursor(line, names);
            return ReadStep(line, ref cursor);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // Strings that are not UTF-8, JSON that is none, numbers out of range.
            throw new FormatException($"not a line of a trace: {problem.Message}", problem);
        }
    }

    private static TraceStep ReadStep(ReadOnlyMemory<byte> line, ref TraceLineCursor cursor)
    {
        cursor.Take("{\"world\":"u8);
        var world = cursor.Integer();
        cursor.Take(",\"session\":"u8);
        var session = AtLeast(0, cursor.Integer(), "session");
        if (world != session)
        {
            throw new FormatException($"world is {world}, but every session is its own world: {session}");
        }

        cursor.Take(",\"step\":"u8);
        var step = AtLeast(1, cursor.Int32(), "step");
        cursor.Take(",\"kind\":\"step\",\"scenario\":"u8);
        var scenario = cursor.Name();
        cursor.Take(",\"name\":"u8);
        var name = cursor.Name();
        long? order = cursor.TryTake(",\"order\":"u8) ? cursor.Integer() : null;
        var repetition = cursor.TryTake(",\"repetition\":"u8) ? AtLeast(1, cursor.Int32(), "repetition") : 0;
        var isSkipped = cursor.TryTake(",\"skipped\":true"u8);
        var request = ReadRequest(ref cursor);
        cursor.Take(",\"status\":"u8);
        var status = AtLeast(0, cursor.Int32(), "status");
        var contentType = cursor.TryTake(",\"type\":"u8) ? cursor.Name() : null;
        var headers = ReadHeaders(ref cursor);
        var body = ReadBody(ref cursor);
        EngineFailureKind? failure = cursor.TryTake(",\"failure\":"u8) ? Failure(cursor.Text()) : null;
        var checks = ReadChecks(ref cursor);
        var virtualTimes = ReadTimes(",\"time\":"u8, ref cursor);
        var covered = line[..cursor.Position];
        var (compare, raw, attempts, stream, wallTimes) = ReadDigests(virtualTimes is not null, ref cursor);
        var (startNs, elapsedNs) = virtualTimes ?? wallTimes;
        var record = new StepRecord
        {
            Session = session,
            Step = step,
            Order = order,
            Repetition = repetition,
            IsSkipped = isSkipped,
            Scenario = scenario,
            Name = name,
            Method = request.Method,
            Path = request.Path,
            RequestHeaders = request.Headers,
            RequestBody = request.Body,
            Status = status,
            ContentType = contentType,
            Headers = headers,
            Body = body,
            Checks = checks,
            Failure = failure,
            StartNs = startNs,
            ElapsedNs = elapsedNs,
            IsVirtualTime = virtualTimes is not null,
            Attempts = attempts,
            Stream = stream,
        };
        return new TraceStep(record, covered, compare, raw);
    }

    private static (string Method, string Path, Header[] Headers, RecordedBody Body) ReadRequest(ref TraceLineCursor cursor)
    {
        cursor.Take(",\"request\":{\"method\":"u8);
        var method = cursor.Name();
        cursor.Take(",\"path\":"u8);
        var path = cursor.Text();
        var headers = ReadHeaders(ref cursor);
        var body = ReadBody(ref cursor);
        cursor.Take("}"u8);
        return (method, path, headers, body);
    }

    private static (byte[] Compare, byte[] Raw, int Attempts, RecordedStream? Stream, (long StartNs, long ElapsedNs) Wall) ReadDigests(bool hasVirtualTimes, ref TraceLineCursor cursor)
    {
        // The mark ends with the digest's opening quote.
        cursor.Take(TraceLine.RawEnd[..^1]);
        var compare = cursor.Digest();
        cursor.Take(",\"raw\":"u8);
        var raw = cursor.Digest();
        var attempts = cursor.TryTake(",\"attempts\":"u8) ? AtLeast(1, cursor.Int32(), "attempts") : 0;
        var stream = ReadStream(ref cursor);
        (long StartNs, long ElapsedNs) wall = default;
        if (!hasVirtualTimes)
        {
            wall = ReadTimes(",\"wall\":"u8, ref cursor) ?? throw cursor.Expected(",\"wall\":");
        }

        cursor.Take("}"u8);
        cursor.TakeEnd();
        return (compare, raw, attempts, stream, wall);
    }

    private static RecordedStream? ReadStream(ref TraceLineCursor cursor)
    {
        if (!cursor.TryTake(",\"stream\":{\"events\":"u8))
        {
            return null;
        }

        var events = AtLeast(0, cursor.Integer(), "events");
        long? first = cursor.TryTake(",\"first_ns\":"u8) ? AtLeast(0, cursor.Integer(), "first_ns") : null;
        cursor.Take("}"u8);
        return new RecordedStream(events, first);
    }

    private static Header[] ReadHeaders(ref TraceLineCursor cursor)
    {
        if (!cursor.TryTake(",\"headers\":["u8))
        {
            return [];
        }

        var headers = new List<Header>();
        do
        {
            cursor.Take("["u8);
            var name = cursor.Name();
            cursor.Take(","u8);
            headers.Add(new Header(name, cursor.Text()));
            cursor.Take("]"u8);
        }
        while (cursor.TryTake(","u8));

        cursor.Take("]"u8);
        return [.. headers];
    }

    private static RecordedBody ReadBody(ref TraceLineCursor cursor)
    {
        if (cursor.TryTake(",\"json\":"u8))
        {
            return new RecordedBody(BodyKind.Json, cursor.Json());
        }

        if (cursor.TryTake(",\"hashed\":"u8))
        {
            var digests = cursor.Json();
            return HashedBody.IsValid(digests.Span) ? new RecordedBody(BodyKind.Hashed, digests) : throw new FormatException("a hashed body is not written in the documented form");
        }

        if (cursor.TryTake(",\"text\":"u8))
        {
            return new RecordedBody(BodyKind.Text, cursor.TextBytes());
        }

        return cursor.TryTake(",\"base64\":"u8) ? new RecordedBody(BodyKind.Binary, Convert.FromBase64String(cursor.Text())) : default;
    }

    private static List<RecordedCheck> ReadChecks(ref TraceLineCursor cursor)
    {
        var checks = new List<RecordedCheck>();
        if (!cursor.TryTake(",\"checks\":{"u8))
        {
            return checks;
        }

        do
        {
            var name = cursor.Name();
            var passed = cursor.TryTake(":true"u8);
            if (!passed)
            {
                cursor.Take(":false"u8);
            }

            checks.Add(new RecordedCheck(name, passed));
        }
        while (cursor.TryTake(","u8));

        cursor.Take("}"u8);
        return checks;
    }

    private static (long StartNs, long ElapsedNs)? ReadTimes(ReadOnlySpan<byte> name, ref TraceLineCursor cursor)
    {
        if (!cursor.TryTake(name))
        {
            return null;
        }

        cursor.Take("{\"start_ns\":"u8);
        var startNs = cursor.Integer();
        cursor.Take(",\"elapsed_ns\":"u8);
        var elapsedNs = cursor.Integer();
        cursor.Take("}"u8);
        return (startNs, elapsedNs);
    }

    // Enum.Parse takes numbers and lists, too.
    private static EngineFailureKind Failure(string name) =>
        Enum.TryParse<EngineFailureKind>(name, out var kind) && kind.ToString() == name ? kind : throw new FormatException($"unknown failure '{name}'");

    private static long AtLeast(long least, long value, string member) => value >= least ? value : throw new FormatException($"{member} must be at least {least}, but is {value}");

    private static int AtLeast(int least, int value, string member) => (int)AtLeast((long)least, value, member);
}

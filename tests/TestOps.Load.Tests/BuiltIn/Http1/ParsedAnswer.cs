using System.Text;
using TestOps.Core.Engines;
using TestOps.Load.BuiltIn.Http1;

namespace TestOps.Load.Tests.BuiltIn.Http1;

/// <summary>What a parser made of bytes, for comparison.</summary>
internal sealed record ParsedAnswer(AnswerState State, int Status, string? ContentType, string Headers, string Body, EngineFailure? Failure)
{
    public const long BodyMax = 8 * 1024;

    /// <summary>Reads one answer from bytes that arrive in pieces of these sizes, over and over; then the connection ends.</summary>
    public static ParsedAnswer Read(ReadOnlySpan<byte> bytes, IReadOnlyList<int> pieces, bool isHead = false)
    {
        using var parser = new AnswerParser(BodyMax);
        return Read(parser, bytes, pieces, isHead);
    }

    /// <summary>Reads the next answer of a connection.</summary>
    public static ParsedAnswer Read(AnswerParser parser, ReadOnlySpan<byte> bytes, IReadOnlyList<int> pieces, bool isHead = false, bool toSink = false)
    {
        var sunk = new StringBuilder();
        parser.Begin(isHead);
        for (var piece = 0; parser.State is AnswerState.Head or AnswerState.Body; piece++)
        {
            var room = parser.Room.Span;
            room.IsEmpty.Should().BeFalse();
            room.Length.Should().BeLessThanOrEqualTo(256 * 1024, "memory is bounded");
            var count = Math.Min(Math.Min(room.Length, bytes.Length), pieces[piece % pieces.Count]);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            var state = count == 0 ? parser.End() : parser.Fill(count);
            if (state == AnswerState.HeadRead)
            {
                parser.BeginBody(isDropped: false, toSink ? data => sunk.Append(Encoding.Latin1.GetString(data.Span)).Length >= 0 : null);
            }
        }

        var isBroken = parser.State == AnswerState.Broken;
        return new ParsedAnswer(
            parser.State,
            isBroken ? 0 : parser.Status,
            isBroken ? null : parser.ContentType,
            isBroken ? "" : string.Join('\n', parser.Headers.Select(header => $"{header.Name}: {header.Value}")),
            isBroken ? "" : toSink ? sunk.ToString() : Encoding.Latin1.GetString(parser.TakeBody()),
            parser.Failure);
    }

    public static ParsedAnswer Whole(ReadOnlySpan<byte> bytes, bool isHead = false) => Read(bytes, [int.MaxValue], isHead);
}

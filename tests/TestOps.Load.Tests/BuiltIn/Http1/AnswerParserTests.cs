using System.Text;
using CsCheck;
using TestOps.Core.Engines;
using TestOps.Load.BuiltIn.Http1;

namespace TestOps.Load.Tests.BuiltIn.Http1;

public sealed class AnswerParserTests
{
    private static readonly Gen<string> s_body = Gen.Char[' ', '~'].Array[0, 300].Select(static characters => new string(characters));

    private static readonly Gen<string> s_answer = Gen.Select(
        s_body,
        Gen.Int[0, 4],
        OneOf("", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\n\n"),
        OneOf("", "X-A: 1\r\nX-B:  two \r\n", "X-Fold: a\r\n  b\r\nX-C: c\n", "Connection: close\r\n", "Content-Type: Application/JSON; charset=utf-8\r\n"),
        Gen.Int[1, 40],
        static (body, framing, interim, headers, chunk) => interim + (framing switch
        {
            0 => $"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}",
            1 => $"HTTP/1.1 404 Not Found\r\n{headers}Transfer-Encoding: chunked\r\n\r\n{Chunked(body, chunk)}0\r\n\r\n",
            2 => $"HTTP/1.1 200\r\n{headers}Transfer-Encoding: Chunked\r\n\r\n{Chunked(body, chunk)}0;x=y\r\nX-Trailer: 1\r\n\r\n",
            3 => $"HTTP/1.0 200 OK\r\n{headers}\r\n{body}",
            _ => $"HTTP/1.1 204 No Content\r\n{headers}\r\n",
        }));

    [Fact]
    public void Fill_AnySplitOfAnAnswer_GivesTheAnswerOfOneRead() =>
        Gen.Select(s_answer, Gen.Int[1, 64].Array[1, 6]).Sample(static (answer, pieces) =>
        {
            var bytes = Encoding.Latin1.GetBytes(answer);
            var whole = ParsedAnswer.Whole(bytes);

            whole.State.Should().Be(AnswerState.Complete);
            ParsedAnswer.Read(bytes, pieces).Should().Be(whole);
        });

    [Fact]
    public void Fill_AnySplitOfACutAnswer_GivesTheFindingOfOneRead() =>
        Gen.Select(s_answer, Gen.Double.Unit, Gen.Int[1, 64].Array[1, 6]).Sample(static (answer, place, pieces) =>
        {
            var bytes = Encoding.Latin1.GetBytes(answer)[..(int)(place * answer.Length)];

            ParsedAnswer.Read(bytes, pieces).Should().Be(ParsedAnswer.Whole(bytes));
        });

    [Fact]
    public void Fill_AnswersOneAfterAnother_AreEachWhatTheyAreAlone() =>
        Gen.Select(s_answer.Array[1, 5], Gen.Int[1, 64].Array[1, 6], Gen.Bool).Sample(static (answers, pieces, toSink) =>
        {
            using var parser = new AnswerParser(ParsedAnswer.BodyMax);
            foreach (var bytes in answers.Select(Encoding.Latin1.GetBytes))
            {
                var alone = ParsedAnswer.Whole(bytes);

                ParsedAnswer.Read(parser, bytes, pieces, toSink: toSink).Should().Be(alone);
            }
        });

    [Fact]
    public void Fill_LengthAndChunks_GiveTheSameBody() =>
        Gen.Select(s_body, Gen.Int[1, 40]).Sample(static (body, chunk) =>
        {
            var plain = ParsedAnswer.Whole(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            var chunked = ParsedAnswer.Whole(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Chunked(body, chunk)}0\r\n\r\n"));

            plain.Body.Should().Be(body);
            chunked.Body.Should().Be(body);
        });

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n", "no status line")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", "no valid status")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n", "no valid status")]
    [InlineData("HTTP/1.1 2000\r\n\r\n", "no valid status")]
    [InlineData("HTTP/1.1 200 OK\r\nX A: 1\r\n\r\n", "no header line")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A : 1\r\n\r\n", "no header line")]
    [InlineData("HTTP/1.1 200 OK\r\n: 1\r\n\r\n", "no header line")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: a\rb\r\n\r\n", "control character")]
    [InlineData("HTTP/1.1 200 OK\r\n folded\r\n\r\n", "continues no line")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 0\r\n\r\n", "continues no line")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "is no length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "is no length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", "is no length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "is no length")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "two lengths, 1 and 2")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "not supported")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "not supported")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", "no size of a chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n", "no size of a chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1111111111111111\r\n", "no size of a chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", "follows a chunk")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\ntrailer\r\n\r\n", "no trailer line")]
    public void Fill_AnswerAgainstTheRules_SaysWhich(string answer, string problem)
    {
        var parsed = ParsedAnswer.Whole(Encoding.Latin1.GetBytes(answer));

        (parsed.State, parsed.Failure!.Kind).Should().Be((AnswerState.Broken, EngineFailureKind.MalformedAnswer));
        parsed.Failure.Message.Should().StartWith("the answer is not valid HTTP: ").And.Contain(problem);
    }

    [Theory]
    [InlineData("X", 70 * 1024, "its head is larger than 64 KiB")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", 70 * 1024, "its head is larger than 64 KiB")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 5 * 1024, "the line before a chunk is longer than 4096 bytes")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 70 * 1024, "its trailers are larger than 64 KiB")]
    public void Fill_LineWithoutAnEnd_IsCutAtTheLimit(string start, int length, string problem)
    {
        var bytes = Encoding.Latin1.GetBytes(start + new string('1', length));

        ParsedAnswer.Whole(bytes).Failure!.Message.Should().EndWith(problem);
        ParsedAnswer.Read(bytes, [1000]).Failure!.Message.Should().EndWith(problem);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 8193\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2001\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n")]
    public void Fill_AnnouncedBodyOverTheLimit_IsRefusedBeforeItIsRead(string answer) =>
        ParsedAnswer.Whole(Encoding.Latin1.GetBytes(answer)).Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);

    [Fact]
    public void Fill_EndlessBody_IsCutAtTheLimit() =>
        ParsedAnswer.Read(Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n\r\n" + new string('x', 9000)), [512]).Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);

    [Fact]
    public void Fill_ManyInterimAnswers_AreCut() =>
        ParsedAnswer.Whole(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 17)))).Failure!.Message.Should().EndWith("more than 16 interim answers");

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x, Close\r\n\r\n{}", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: Keep-Alive\r\n\r\n{}", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", false)]
    public void KeepsAlive_Answer_AllowsAnotherRequestOnlyWhereTheNextAnswerBeginsCleanly(string answer, bool expected)
    {
        using var parser = new AnswerParser(ParsedAnswer.BodyMax);
        parser.Begin(isHead: false);
        var bytes = Encoding.Latin1.GetBytes(answer);
        bytes.CopyTo(parser.Room);
        parser.Fill(bytes.Length);
        parser.BeginBody(isDropped: false);

        parser.State.Should().Be(AnswerState.Complete);
        parser.KeepsAlive.Should().Be(expected);
    }

    [Theory]
    [InlineData("Content-Type:\r\n Application/JSON\r\n", "application/json")]
    [InlineData("Content-Type: application/json;\r\n charset=utf-8\r\n", "application/json")]
    [InlineData("Content-Type: text/event-stream\r\n\t;charset=utf-8\r\n x\r\n", "text/event-stream")]
    [InlineData("Content-Type: text/plain\r\nX-A: b\r\n c\r\n", "text/plain")]
    [InlineData("Content-Type: text/plain\r\nContent-Type:\r\n text/html\r\n", "text/plain")]
    public void ContentType_FoldedLine_IsReadWithItsFold(string lines, string expected) =>
        ParsedAnswer.Whole(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{lines}Content-Length: 0\r\n\r\n")).ContentType.Should().Be(expected);

    [Fact]
    public void Headers_FoldedLine_IsReadWithASpace()
    {
        var parsed = ParsedAnswer.Whole("HTTP/1.1 200 OK\r\nX-Fold: a\r\n\t b\r\nContent-Type: Text/HTML; charset=x\r\nContent-Length: 0\r\n\r\n"u8);

        parsed.Headers.Should().Be("X-Fold: a b\nContent-Type: Text/HTML; charset=x\nContent-Length: 0");
        parsed.ContentType.Should().Be("text/html");
    }

    [Fact]
    public void Begin_Head_HasNoBodyWhateverIsAnnounced() =>
        ParsedAnswer.Whole("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"u8, isHead: true).State.Should().Be(AnswerState.Complete);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Chunked(string body, int size) => string.Concat(body.Chunk(size).Select(static chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));
}

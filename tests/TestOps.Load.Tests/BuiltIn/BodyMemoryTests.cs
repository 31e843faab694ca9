using System.Runtime.CompilerServices;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Load.BuiltIn;
using TestOps.Load.BuiltIn.Http1;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class BodyMemoryTests
{
    private const int Limit = 1024 * 1024;

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n40000\r\n", 0x40000)]
    [InlineData("Content-Length: 400000\r\n\r\n", 400_000)]
    [InlineData("Connection: close\r\n\r\n", 400_000)]
    public void Answers_OfManyUsersThatAreTooLargeTogether_EndInAFailureAndGiveTheirMemoryBack(string head, int body)
    {
        var memory = new BodyMemory(Limit);
        var parsers = Enumerable.Range(0, 8).Select(_ => new AnswerParser(bodyMax: 10 * Limit, memory)).ToList();

        var states = parsers.ConvertAll(parser => Feed(parser, head, body));

        states.Should().Contain(AnswerState.Broken).And.Contain(state => state != AnswerState.Broken, "what fits goes on");
        parsers.Where(static parser => parser.State == AnswerState.Broken).Should().OnlyContain(parser => parser.Failure!.Kind == EngineFailureKind.BodyTooLarge && parser.Failure.Message.Contains("all users together"));
        memory.HeldBytes.Should().BeInRange(1, Limit);
        parsers.ForEach(static parser => parser.Dispose());
        memory.HeldBytes.Should().Be(0);
        using var next = new AnswerParser(bodyMax: 10 * Limit, memory);
        Feed(next, head, body).Should().NotBe(AnswerState.Broken);
    }

    [Fact]
    public void Bodies_ThatAreSmall_AreNotCounted()
    {
        var memory = new BodyMemory(limitBytes: 1);
        using var parser = new AnswerParser(Limit, memory);

        Feed(parser, "Content-Length: 60000\r\n\r\n", 60_000).Should().Be(AnswerState.Complete);

        parser.TakeBody().Should().HaveCount(60_000);
        memory.HeldBytes.Should().Be(0);
    }

    [Fact]
    public void Share_ThatNobodyGivesBack_IsGivenBackWithTheMemory()
    {
        var memory = new BodyMemory(Limit);
        HoldAndForget(memory);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        memory.HeldBytes.Should().Be(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HoldAndForget(BodyMemory memory)
    {
        new BodyMemory.Share(memory).TryHold(Limit).Should().BeTrue();
        memory.HeldBytes.Should().Be(Limit);
    }

    private static AnswerState Feed(AnswerParser parser, string head, int body)
    {
        var bytes = (byte[])[.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + head), .. new byte[body]];
        parser.Begin(isHead: false);
        for (var sent = 0; sent < bytes.Length && parser.State is AnswerState.Head or AnswerState.HeadRead or AnswerState.Body;)
        {
            var room = parser.Room;
            var count = Math.Min(room.Length, bytes.Length - sent);
            bytes.AsMemory(sent, count).CopyTo(room);
            sent += count;
            if (parser.Fill(count) == AnswerState.HeadRead)
            {
                parser.BeginBody(isDropped: false);
            }
        }

        return parser.State;
    }
}

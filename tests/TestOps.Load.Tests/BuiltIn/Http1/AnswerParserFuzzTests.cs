using System.Text;
using TestOps.Core.Engines;
using TestOps.Load.BuiltIn.Http1;
using TestOps.Testing.Fuzzing;

namespace TestOps.Load.Tests.BuiltIn.Http1;

/// <summary>Whatever bytes an engine sends, they are an answer or a finding, the same however they arrive.</summary>
public sealed class AnswerParserFuzzTests
{
    private static readonly Mutator s_mutator = new(
        seed: 50, "HTTP/1.1 ", "HTTP/1.0 200\r\n", "100 Continue\r\n\r\n", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Content-Encoding: gzip\r\n", "0\r\n\r\n", "ffffffff\r\n", ";", " ", "\r", "\n");

    private static readonly byte[][] s_seeds =
    [
        .. new[]
        {
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"answer\":42}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Fold: a\r\n b\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\nnothing here",
            "HTTP/1.0 302 Found\r\nLocation: /x\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    [Fact]
    public void Fill_MutatedAnswer_IsAnAnswerOrAFinding()
    {
        int[] single = [1];
        int[] some = [3, 1, 7, 64];
        for (var number = 0; number < FuzzBudget.Mutants; number++)
        {
            var bytes = s_mutator.Mutate(s_seeds[number % s_seeds.Length], number);

            var whole = ParsedAnswer.Whole(bytes);

            whole.State.Should().BeOneOf([AnswerState.Complete, AnswerState.Broken], "mutant {0} ends one way or the other", number);
            if (whole.Failure is { } failure)
            {
                failure.Kind.Should().BeOneOf(EngineFailureKind.MalformedAnswer, EngineFailureKind.ConnectionLost, EngineFailureKind.BodyTooLarge);
                failure.Message.Should().NotContainAny("\r", "\n", "\0");
            }

            ParsedAnswer.Read(bytes, number % 2 == 0 ? single : some).Should().Be(whole, "mutant {0} is the same however it arrives", number);
        }
    }
}

using System.Text;
using TestOps.Core.Engines;
using TestOps.Engines.Process;
using TestOps.Testing.Fuzzing;

namespace TestOps.Engines.Tests.Process;

/// <summary>Damaged dialogues: each ends, and each call ends in an answer or in a failure, never in an exception.</summary>
public sealed class ProcessFuzzTests
{
    private const long MaxBodyBytes = 4096;

    // What a good engine prints over a conversation of five calls, with every member that the protocol has.
    private static readonly byte[] Recorded = Encoding.UTF8.GetBytes(string.Join('\n',
    [
        """{"type":"hello","protocol":"testops-engine-1","name":"recorded","version":"1.0","concurrency":5}""",
        """{"type":"answer","id":1,"status":200,"headers":{"Set-Cookie":["a=1","b=2"],"X-One":"1"},"content_type":"application/json; charset=utf-8","json":{"a":[1,2.50,-0,1e3],"é":"\u00e9\n🦉","n":null}}""",
        """{"type":"frame","id":3,"text":"data: a\n\n"}""",
        """{"type":"answer","id":2,"status":404,"text":"not here"}""",
        """{"type":"frame","id":3,"base64":"ZGF0YTogYgoK"}""",
        """{"type":"answer","id":3,"status":200,"content_type":"text/event-stream"}""",
        """{"type":"answer","id":4,"status":500,"base64":"/wA="}""",
        """{"type":"answer","id":5,"status":204}""",
        "",
    ]));

    private static readonly Mutator Mutator = new(
        20261123, "\n", "\"id\":", "\"status\":", "\"type\":\"answer\"", "\"type\":\"frame\"", "\"type\":\"hello\"", "\"json\":", "\"text\":", "\"base64\":", "{\"type\":\"answer\",\"id\":1,\"status\":200}\n", "INFO: log\n");

    [Fact]
    public async Task Dialogue_OfDamagedOutput_EndsEveryCallWithAnAnswerOrAFailure()
    {
        var endings = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await Parallel.ForAsync(0L, FuzzBudget.Mutants, EngineCalls.Deadline, async (number, cancellationToken) =>
        {
            var output = Mutator.Mutate(Recorded, number);
            foreach (var ending in await PlayAsync(output, number, cancellationToken))
            {
                lock (endings)
                {
                    endings[ending] = endings.GetValueOrDefault(ending) + 1;
                }
            }
        });

        // A fuzzer that damages everything, or nothing, tests nothing.
        endings.Keys.Should().Contain(["answered", "MalformedAnswer", "ConnectionLost", "no hello"]);
    }

    [Fact]
    public async Task Dialogue_OfUndamagedOutput_AnswersEveryCall() => (await PlayAsync(Recorded, 0, EngineCalls.Deadline)).Should().OnlyContain(ending => ending == "answered").And.HaveCount(5);

    private static async Task<IReadOnlyList<string>> PlayAsync(byte[] output, long number, CancellationToken cancellationToken)
    {
        try
        {
            using var input = new MemoryStream();
            using var printed = new GatedStream(output, chunkMax: 1 + (int)(number % 300));
            await using var dialogue = new ProcessDialogue(input, printed, new ProcessDialogueOptions { MaxBodyBytes = MaxBodyBytes });
            await dialogue.HelloAsync(cancellationToken);
            var replies = Enumerable.Range(1, 5).Select(step => ((IEngineClient)dialogue).CallAsync("GET", "/", step == 2 ? "{}" : null, EngineCalls.Context(step: step))).ToList();
            printed.Open();
            return [.. (await Task.WhenAll(replies)).Select(Judge)];
        }
        catch (ProcessDialogueException exception)
        {
            exception.Message.Should().NotBeNullOrWhiteSpace();
            return ["no hello"];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Mutant {number} made the dialogue throw: {Convert.ToBase64String(output)}", exception);
        }
    }

    private static string Judge(EngineReply reply)
    {
        if (reply.Failure is { } failure)
        {
            failure.Message.Should().NotBeNullOrWhiteSpace().And.NotContain("   at ");
            failure.Message.Length.Should().BeLessThan(1000);
            return failure.Kind.ToString();
        }

        reply.Status.Should().BeInRange(100, 599);
        reply.Body.Length.Should().BeLessThanOrEqualTo((int)MaxBodyBytes);
        return "answered";
    }
}

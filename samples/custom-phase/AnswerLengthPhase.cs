using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;

namespace CustomPhase;

/// <summary>Asks the engine a few questions and holds their answers to a length that a chat window shows.</summary>
public sealed class AnswerLengthPhase : IPhase
{
    private const int LongestBytes = 64 * 1024;

    private static readonly string[] s_questions = ["What is two and two?", "Who wrote Faust?", "Name three rivers."];

    /// <inheritdoc />
    public string Name => "answer-length";

    /// <inheritdoc />
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        await using var lease = await context.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), cancellationToken);
        var session = new CallContext { Session = 0, Clock = SessionClock.Virtual() };
        var lengths = new JsonObject();
        foreach (var question in s_questions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Step++;
            lengths[question] = await MeasureAsync(lease.ClientFor(0), session, question, cancellationToken);
            await context.AppendAsync(new PhaseProgress(Name, session.Step, s_questions.Length, "answers"), CancellationToken.None);
        }

        // What was found goes into the snapshot, what it means into the verdict.
        context.AddArtifact(Name, new JsonObject { ["bytes"] = lengths });
        await context.AppendAsync(Judge([.. lengths.Select(answer => (int?)answer.Value)]), CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Length of the answer in bytes; null where there is none.</summary>
    private static async Task<int?> MeasureAsync(IEngineClient client, CallContext session, string question, CancellationToken cancellationToken)
    {
        var call = new EngineCall
        {
            Context = session,
            Method = "POST",
            Path = "/query",
            ContentType = "application/json",
            Body = JsonSerializer.SerializeToUtf8Bytes(new { prompt = question, use_cache = false, user_id = "length" }),
        };
        var reply = await client.CallAsync(call, cancellationToken);
        return reply is { Failure: null, Status: 200 } ? reply.Body.Length : null;
    }

    /// <summary>The gate. Without all answers nothing is proven: it has no data then, and is not passed.</summary>
    private GateMeasured Judge(int?[] lengths)
    {
        var gate = $"{Name}/longest";
        var limit = string.Create(CultureInfo.InvariantCulture, $"at most {LongestBytes} bytes");
        if (lengths.Contains(null))
        {
            return new GateMeasured(Name, gate, null, string.Create(CultureInfo.InvariantCulture, $"{lengths.Count(length => length is not null)} of {lengths.Length} answers"), limit, null);
        }

        var longest = lengths.Max()!.Value;
        var margin = string.Create(CultureInfo.InvariantCulture, $"{LongestBytes - longest} bytes");
        return new GateMeasured(Name, gate, longest <= LongestBytes, string.Create(CultureInfo.InvariantCulture, $"{longest} bytes"), limit, margin);
    }
}
